/** A known exception to a rule of `policy/`, for one object of a system. */
export interface Waiver {
  /** Id of the rule. */
  readonly rule: string;
  /** The object as findings name it: `Kind/namespace/name`, or `stack/type.name`. */
  readonly object: string;
  /** What it excuses, as the findings say it, word for word, e.g. `sets hostNetwork`; nothing else. */
  readonly details: readonly string[];
  readonly reason: string;
  /** Last day on which it holds, as YYYY-MM-DD: exceptions are looked at again. */
  readonly expires: string;
}
