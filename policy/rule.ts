import type { View } from '../model/view';

/** One promise about the output. */
export interface Rule {
  /** Stable name, e.g. `image-pinned`; waivers refer to it. */
  readonly id: string;
  /** What goes wrong without it. */
  readonly protects: string;
  /** How to mend a violation. */
  readonly mend: string;
  /** Where the vendor or the standard explains the matter. */
  readonly link: string;
  /**
   * Every place that breaks the rule.
   * @param today YYYY-MM-DD, for rules about the calendar; without it they find nothing
   */
  readonly check: (view: View, today?: string) => readonly Violation[];
}

/** An error keeps the output from being written; a warning is printed and leaves the choice to the user. */
export type Severity = 'error' | 'warning';

export interface Violation {
  /** `Kind/namespace/name`, or `stack/type.name`. */
  readonly object: string;
  /** What is wrong there, with the offending value. */
  readonly detail: string;
  /** A warning where the configuration says so in as many words, e.g. a protection that was lifted. @default error */
  readonly severity?: Severity;
  /** The other side of a broken contract, named like `object`. */
  readonly other?: string;
}

export interface Finding extends Violation {
  readonly rule: Rule;
  readonly severity: Severity;
}
