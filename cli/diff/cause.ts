import type { Change } from './compare';
import { type Difference, differencesOf } from './compare';
import type { Side } from './side';

/** A fact that is another in the configuration, or in a record of `config/`. */
export interface Fact {
  /** `system.environment`. */
  readonly of: string;
  /** e.g. `shop.production.gcp.region` */
  readonly path: string;
  readonly difference: Difference;
}

/** Facts that are another; none where a side is output that somebody kept. */
export function factsOf(before: Side, after: Side): Fact[] {
  return Object.keys(after.records).flatMap((of) =>
    before.records[of] === undefined
      ? []
      : differencesOf(before.records[of], after.records[of]).map((difference) => ({
          of,
          path: [of, ...difference.path].join('.'),
          difference,
        })),
  );
}

/** The facts that a change comes from, as far as their values are in it. */
export function causesOf({ thing, verb, differences }: Change, facts: readonly Fact[]): string[] {
  const own = facts.filter(({ of }) => of === `${thing.system}.${thing.environment}`);
  const found = own.filter(({ difference }) => {
    if (verb !== 'changed') return mentions(thing.name, difference) || mentions(JSON.stringify(thing.body), difference);
    return differences.some((each) => agrees(each.before, difference.before) && agrees(each.after, difference.after));
  });
  return found.map(({ path }) => path);
}

/** Whether a value is in what was written; short ones are everywhere, and must be all of it. */
function agrees(written: unknown, fact: unknown): boolean {
  if (fact === undefined) return true;
  const text = JSON.stringify(written ?? '');
  return leaves(fact).every((leaf) => {
    const value = String(leaf);
    return value.length < 4 ? String(written) === value : text.includes(JSON.stringify(value).slice(1, -1));
  });
}

/** Whether what came or went carries a key or value that came or went in the facts. */
function mentions(text: string, { path, before, after }: Difference): boolean {
  if (before !== undefined && after !== undefined) return false;
  const key = path.at(-1) ?? '';
  return key.length > 2 && text.includes(key);
}

function leaves(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [value];
  return Object.values(value).flatMap(leaves);
}
