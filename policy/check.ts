import type { View } from '../model/view';
import type { Finding, Rule, Waiver } from './rule';
import { rules } from './rules';
import { waivers } from './waivers';

export interface Verdict {
  /** Violations without a waiver that must be mended. */
  readonly findings: readonly Finding[];
  /** Violations without a waiver that the configuration asked for. */
  readonly warnings: readonly Finding[];
  /** Waivers that something made use of. */
  readonly used: readonly Waiver[];
}

/**
 * Holds every rule against what was made.
 * @param today YYYY-MM-DD. @default rules about the calendar find nothing
 */
export function check(
  view: View,
  against: readonly Rule[] = rules,
  except: readonly Waiver[] = waivers,
  today?: string,
): Verdict {
  const waiverOf = new Map(except.map((waiver) => [key(waiver.rule, waiver.object), waiver]));
  const used = new Set<Waiver>();
  const open: Finding[] = [];
  for (const rule of against) {
    for (const violation of rule.check(view, today)) {
      const waiver = waiverOf.get(key(rule.id, violation.object));
      if (waiver) used.add(waiver);
      else open.push({ severity: 'error', ...violation, rule });
    }
  }
  return {
    findings: open.filter(({ severity }) => severity === 'error'),
    warnings: open.filter(({ severity }) => severity === 'warning'),
    used: except.filter((waiver) => used.has(waiver)),
  };
}

function key(rule: string, object: string): string {
  return `${rule}\n${object}`;
}

/** Waivers whose last day is over. @param today YYYY-MM-DD */
export function expired(today: string, among: readonly Waiver[] = waivers): Waiver[] {
  return among.filter(({ expires }) => expires < today);
}
