import type { Output } from './output';

/** One promise about the output. */
export interface Rule {
  /** Stable name, e.g. `image-pinned`; waivers refer to it. */
  readonly id: string;
  /** What goes wrong without it. */
  readonly protects: string;
  /** How to mend a violation. */
  readonly mend: string;
  /** Every place that breaks the rule. */
  readonly check: (output: Output) => readonly Violation[];
}

export interface Violation {
  /** `Kind/namespace/name`, or `stack/resource.type.name`. */
  readonly object: string;
  /** What is wrong there, with the offending value. */
  readonly detail: string;
}

/** A known exception to a rule. */
export interface Waiver {
  readonly rule: string;
  readonly object: string;
  readonly reason: string;
  /** Last day on which it holds, as YYYY-MM-DD: exceptions are looked at again. */
  readonly expires: string;
}

export interface Finding extends Violation {
  readonly rule: Rule;
}
