import type { View } from '../../model/view';
import type { Rule, Violation } from '../rule';

/** A rule that needs both halves of a system: it is silent where one of them is not in the output. */
export function contract(
  rule: Omit<Rule, 'check' | 'mend'> & { readonly mend?: string },
  broken: (both: View) => readonly Violation[],
): Rule {
  return {
    mend: 'Compute the value once, in the facts of the system, and use it in both halves.',
    ...rule,
    check: ({ halves }) => halves.flatMap(broken),
  };
}

/** One side of a contract: whose, which field, and what it says. */
export interface Side {
  readonly object: string;
  readonly field: string;
  readonly value: unknown;
}

/** What a finding says when two sides differ. */
export function differs(one: Side, other: Side): Violation {
  return {
    object: one.object,
    detail: `${one.field} is ${one.value}, but ${other.field} of ${other.object} is ${other.value}`,
    other: other.object,
  };
}

/** What a finding says when the other side is not there. */
export function nobody({ object, field, value }: Side, what: string): Violation {
  return { object, detail: `${field} is ${value}, but ${what}` };
}
