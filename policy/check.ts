import type { Output } from './output';
import type { Finding, Rule, Waiver } from './rule';
import { rules } from './rules';
import { waivers } from './waivers';

export interface Verdict {
  /** Violations without a waiver. */
  readonly findings: readonly Finding[];
  /** Waivers that something made use of. */
  readonly used: readonly Waiver[];
}

/** Holds every rule against an output. */
export function check(output: Output, against: readonly Rule[] = rules, except: readonly Waiver[] = waivers): Verdict {
  const all = against.flatMap((rule) => rule.check(output).map((violation) => ({ ...violation, rule })));
  const waiverOf = ({ rule, object }: Finding) => except.find((w) => w.rule === rule.id && w.object === object);
  return {
    findings: all.filter((finding) => !waiverOf(finding)),
    used: except.filter((waiver) => all.some((finding) => waiverOf(finding) === waiver)),
  };
}

/** Waivers whose last day is over. @param today YYYY-MM-DD */
export function expired(today: string, among: readonly Waiver[] = waivers): Waiver[] {
  return among.filter(({ expires }) => expires < today);
}
