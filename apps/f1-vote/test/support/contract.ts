import contract from '../../contract.json' with { type: 'json' };

/** What the app and its chart agreed on, and what the chart is in each environment: `npm run contracts` writes it. */
export const { contract: agreed, charts } = contract;

export const pod = charts.production.pod;
const [container] = pod.containers;
if (!container) throw new Error('contract.json has no container');

/** The container that runs the app, as Kubernetes gets it. */
export const chart = container;

/** Bytes of memory above which Kubernetes kills a pod. */
export const memoryLimit = bytes(chart.resources.limits.memory);
/** Thousandths of a core that a pod asks for. */
export const cpuRequest = Number(/^(\d+)m$/.exec(chart.resources.requests.cpu)?.[1]);

/** The files of Redis, as its pod has them. */
export const redisFiles = charts.production.files['ConfigMap/f1-vote/redis'];

/** The environment that the chart gives, with these values for what it takes from Secrets and from the cluster. */
export function environment(values: Readonly<Record<string, string>>): Record<string, string> {
  const settings = chart.env.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value] as const]));
  return { ...Object.fromEntries(settings), ...values };
}

function bytes(quantity: string): number {
  const [, number, unit] = /^(\d+)(Mi|Gi)$/.exec(quantity) ?? [];
  return Number(number) * (unit === 'Gi' ? 2 ** 30 : 2 ** 20);
}
