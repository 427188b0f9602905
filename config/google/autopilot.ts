/** What pods of GKE Autopilot request together: cores, and bytes of memory. */
export interface Requests {
  readonly cpu: number;
  readonly memory: number;
}

const GI = 2 ** 30;

/**
 * Of a pod without a compute class: the least of either, and what memory goes with a core at least and at most. Autopilot
 * raises what is below. https://cloud.google.com/kubernetes-engine/docs/concepts/autopilot-resource-requests#min-max-requests
 */
export const autopilotBounds = { cpu: 0.05, memory: 52 * 2 ** 20, perCore: [GI, 6.5 * GI] } as const;

/** The least that Autopilot takes a pod for which requests so much. */
export function leastOfAutopilot({ cpu, memory }: Requests): Requests {
  const { perCore } = autopilotBounds;
  // To thousandths of a core, as they are written.
  const cores = Math.ceil(Math.max(cpu, autopilotBounds.cpu, memory / perCore[1]) * 1000) / 1000;
  return { cpu: cores, memory: Math.max(memory, autopilotBounds.memory, Math.ceil(cores * perCore[0])) };
}
