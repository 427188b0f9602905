import type { Waiver } from '../config/waiver';
import type { View } from '../model/view';
import type { Finding, Rule, Violation } from './rule';
import { rules } from './rules';

export interface Against {
  /** @default all of them */
  readonly rules?: readonly Rule[];
  /** What is excused. @default nothing */
  readonly waivers?: readonly Waiver[];
  /** YYYY-MM-DD. @default rules about the calendar find nothing */
  readonly today?: string;
}

/** A detail that a waiver excuses, and that was found. */
export interface Excuse {
  readonly waiver: Waiver;
  readonly detail: string;
}

export interface Verdict {
  /** Violations that nothing excuses and that must be mended. */
  readonly findings: readonly Finding[];
  /** Violations that nothing excuses and that the configuration asked for. */
  readonly warnings: readonly Finding[];
  readonly excused: readonly Excuse[];
}

/** Holds every rule against what was made. */
export function check(view: View, { rules: against = rules, waivers = [], today }: Against = {}): Verdict {
  const excuses = new Map(
    waivers.flatMap((waiver) =>
      waiver.details.map((detail): [string, Excuse] => [key(waiver.rule, waiver.object, detail), { waiver, detail }]),
    ),
  );
  const excused = new Set<Excuse>();
  const open: Finding[] = [];
  for (const rule of against) {
    for (const violation of looking(rule, view, today)) {
      const excuse = excuses.get(key(rule.id, violation.object, violation.detail));
      if (excuse) excused.add(excuse);
      else open.push({ severity: 'error', ...violation, rule });
    }
  }
  return {
    findings: open.filter(({ severity }) => severity === 'error'),
    warnings: open.filter(({ severity }) => severity === 'warning'),
    excused: [...excused],
  };
}

/** @throws Error that says which rule could not read what was made */
function looking(rule: Rule, view: View, today: string | undefined): readonly Violation[] {
  try {
    return rule.check(view, today);
  } catch (error) {
    throw new Error(`${rule.id} cannot read the output: ${(error as Error).message}`, { cause: error });
  }
}

function key(rule: string, object: string, detail: string): string {
  return [rule, object, detail].join('\n');
}

/** Waivers whose last day is over. @param today YYYY-MM-DD */
export function expired(today: string, among: readonly Waiver[]): Waiver[] {
  return among.filter(({ expires }) => expires < today);
}

/** Details that nothing is guilty of any more, so that the lists stay true. */
export function unused(waivers: readonly Waiver[], excused: readonly Excuse[]): Excuse[] {
  const found = new Set(excused.map(({ waiver, detail }) => key(waiver.rule, waiver.object, detail)));
  return waivers.flatMap((waiver) =>
    waiver.details
      .filter((detail) => !found.has(key(waiver.rule, waiver.object, detail)))
      .map((detail) => ({ waiver, detail })),
  );
}
