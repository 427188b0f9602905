import type { Target } from '../config/system';

/** What is done when somebody is in who should not be, in the order that saves most. */
export const actions = {
  isolate: 'lets nothing in or out of the namespaces',
  revoke: 'takes the rights from every identity that the system acts with',
  preserve: 'keeps disks, objects and the audit trail as they are',
  restore: 'brings the data back from copies that nobody could change',
} as const;

export type Action = keyof typeof actions;

/** One command, which may be given again: the second time it changes nothing. */
export interface Step {
  /** What it does, in a few words. */
  readonly does: string;
  /** Program and arguments; no shell reads them. */
  readonly run: readonly string[];
  /** What it reads from stdin. */
  readonly input?: string;
  /** File in the incident's folder that keeps what it prints. */
  readonly saves?: string;
  /** What it says on stderr when it was done before. A pattern; the step then counts as done. */
  readonly done?: string;
  /** How it is taken back when all is over. @default it changes nothing that needs to be */
  readonly undo?: readonly Omit<Step, 'undo'>[];
}

/** The steps of each action, for one environment of a system, and what comes before any of them. */
export type Incident = Readonly<Record<Action | 'connect', readonly Step[]>>;

/** What the steps must know beside the facts. */
export interface Occasion {
  /** Names what is kept, e.g. `20260131-0405`: lower-case letters, digits and hyphens, 20 characters at most. */
  readonly id: string;
  /** Folder of what is kept here. */
  readonly folder: string;
}

/** What a system that has an answer exports. */
export interface IncidentModule<Config extends object = object> {
  /** @returns nothing where an environment has no answer of its own */
  readonly incident: (target: Target<Config>, occasion: Occasion) => Incident | undefined;
  /** Environments where a drill does no harm. */
  readonly drills: readonly string[];
}
