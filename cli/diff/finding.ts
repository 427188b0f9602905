import { causesOf, factsOf } from './cause';
import { type Change, compare, type Difference } from './compare';
import { type Danger, type DangerClass, dangers, dangersOf } from './danger/danger';
import { type Effect, effects, type Forecast } from './forecast/effect';
import { forecast } from './forecast/forecast';
import type { Side } from './side';
import type { Thing } from './thing';

/** A thing that is another afterwards, what applying that does, and what is dangerous about it. */
export interface Finding extends Omit<Thing, 'body'> {
  readonly verb: Change['verb'];
  /** What it was called, when it has another name now. */
  readonly from?: string;
  readonly forecast: Forecast;
  readonly dangers: readonly Danger[];
  /** Paths of facts in `config/` or in the configuration. */
  readonly causes: readonly string[];
  readonly differences: readonly Difference[];
}

/** All that is told, of which text, Markdown and JSON are three ways of writing. docs/diff.md describes it for programs. */
export interface Report {
  readonly version: 1;
  /** What is compared, as it is called. */
  readonly before: string;
  readonly after: string;
  readonly notes: readonly string[];
  readonly counts: Partial<Record<Effect, number>>;
  /** The dangerous first. */
  readonly changes: readonly Finding[];
}

/** What two versions make differently.
 * @param isWanted of which things it is told; all others are compared as well, since a thing may have moved
 */
export function report(before: Side, after: Side, isWanted: (finding: Finding) => boolean = () => true): Report {
  const changes = findings(before, after).filter(isWanted);
  const count = (effect: Effect) => changes.filter((finding) => finding.forecast.effect === effect).length;
  return {
    version: 1,
    before: before.name,
    after: after.name,
    notes: [...before.notes, ...after.notes],
    counts: Object.fromEntries(effects.map((effect) => [effect, count(effect)]).filter(([, number]) => number !== 0)),
    changes,
  };
}

/** @returns the dangerous first */
export function findings(before: Side, after: Side): Finding[] {
  const facts = factsOf(before, after);
  return inOrder(
    compare(before.things, after.things).map((change) => {
      const { thing, verb, differences } = change;
      const { body: _, ...of } = thing;
      const expected = forecast(change);
      return {
        ...{ ...of, verb, ...(verb === 'renamed' && { from: change.before?.name ?? '' }) },
        ...{ forecast: expected, dangers: dangersOf(change, expected), causes: causesOf(change, facts), differences },
      };
    }),
  );
}

export function inOrder(all: readonly Finding[]): Finding[] {
  return [...all].sort((a, b) => rank(a) - rank(b) || (keyOf(a) < keyOf(b) ? -1 : 1));
}

const keyOf = ({ name, system, environment }: Finding) => [name, system, environment].join(' ');

function rank({ dangers: found, forecast: { effect } }: Finding): number {
  const order = Object.keys(dangers) as DangerClass[];
  const worst = Math.min(...found.map((danger) => order.indexOf(danger.class)), order.length);
  return worst * effects.length + effects.indexOf(effect);
}

export const isDangerous = ({ dangers: found }: Finding) => found.length > 0;
