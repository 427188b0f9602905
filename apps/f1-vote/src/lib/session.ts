import type { Ranked } from './ranking.ts';

/** A vote goes from WAITING to PUBLISHED; RESET begins a new session. */
export const states = ['WAITING', 'OPEN', 'CLOSED', 'PUBLISHED'] as const;
export type State = (typeof states)[number];

export const acts = ['open', 'close', 'publish', 'reset'] as const;
/** What an admin does to the vote. */
export type Act = (typeof acts)[number];

/** From which states an act is possible, and where it leads. A vote that was closed may be opened again. */
export const transitions: Readonly<Record<Act, { readonly from: readonly State[]; readonly to: State }>> = {
  open: { from: ['WAITING', 'CLOSED'], to: 'OPEN' },
  close: { from: ['OPEN'], to: 'CLOSED' },
  publish: { from: ['CLOSED'], to: 'PUBLISHED' },
  reset: { from: states, to: 'WAITING' },
};

export function isState(value: unknown): value is State {
  return states.some((state) => state === value);
}

export function isAct(value: unknown): value is Act {
  return acts.some((act) => act === value);
}

/** What every voter may know; travels as JSON. */
export interface Snapshot {
  /** Whether the pod reaches Redis; without it, the rest is what was known last. */
  readonly available: boolean;
  /** Undefined until the pod has reached Redis once. */
  readonly session?: string;
  readonly state?: State;
  /** Votes so far, of all drivers together. */
  readonly votes: number;
  /** Only when PUBLISHED. */
  readonly results?: readonly Ranked[];
}

/** What an admin sees beside the snapshot. */
export interface Numbers {
  readonly votesPerSecond: number;
  /** Open sockets of all pods. */
  readonly clients: number;
  readonly pods: number;
  /** Undefined while Redis is away. */
  readonly redis?: RedisNumbers;
}

export interface RedisNumbers {
  readonly memoryBytes: number;
  readonly maxMemoryBytes: number;
  readonly clients: number;
  readonly operationsPerSecond: number;
}

export interface AdminSnapshot extends Snapshot {
  readonly numbers: Numbers;
}
