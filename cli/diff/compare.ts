import { canonical, meaningOf } from './meaning';
import type { Thing } from './thing';

/** A place where two bodies differ; what is not there is undefined. */
export interface Difference {
  /** Keys that lead there, e.g. `['spec', 'template', 'spec', 'containers', 'web', 'image']`. */
  readonly path: readonly string[];
  readonly before?: unknown;
  readonly after?: unknown;
}

/** A thing that is another afterwards. */
export interface Change {
  /** The thing as it will be, or as it was when it goes. */
  readonly thing: Thing;
  readonly verb: 'added' | 'removed' | 'changed' | 'renamed';
  /** As it was, when it was there. */
  readonly before?: Thing;
  /** As it will be, when it will be there. */
  readonly after?: Thing;
  readonly differences: readonly Difference[];
}

/** What is another, by meaning: files, order and the way of writing do not count. */
export function compare(before: readonly Thing[], after: readonly Thing[]): Change[] {
  const old = byIdentity(before);
  const now = byIdentity(after);
  const changed = [...now].flatMap(([id, thing]): Change[] => {
    const was = old.get(id);
    if (!was) return [];
    const found = differencesOf(meaningOf(was), meaningOf(thing));
    const differences = thing.half === 'terraform' ? found.flatMap(withinBlock) : found;
    return differences.length > 0 ? [{ thing, verb: 'changed', before: was, after: thing, differences }] : [];
  });
  const removed = [...old].filter(([id]) => !now.has(id)).map(([, thing]) => thing);
  const added = [...now].filter(([id]) => !old.has(id)).map(([, thing]) => thing);
  const renamed = renames(removed, added);
  const gone = new Set(renamed.flatMap(({ before: was }) => (was ? [was] : [])));
  const come = new Set(renamed.flatMap(({ after: is }) => (is ? [is] : [])));
  return [
    ...changed,
    ...renamed,
    ...removed
      .filter((thing) => !gone.has(thing))
      .map((thing): Change => ({ thing, verb: 'removed', before: thing, differences: [] })),
    ...added
      .filter((thing) => !come.has(thing))
      .map((thing): Change => ({ thing, verb: 'added', after: thing, differences: [] })),
  ];
}

const identityOf = ({ half, system, environment, name }: Thing) =>
  // A stack says its system and environment itself; an object of another chart is the same object.
  half === 'terraform' ? name : [half, system, environment, name].join(' ');

function byIdentity(things: readonly Thing[]): Map<string, Thing> {
  return new Map(things.map((thing) => [identityOf(thing), thing]));
}

/** The same content under a new name; the only one of its kind that goes with the only one that comes. */
function renames(removed: readonly Thing[], added: readonly Thing[]): Change[] {
  const found = new Map<Thing, Change>();
  for (const content of [withoutName, withoutItself]) {
    const key = (thing: Thing) => [thing.half, thing.kind, thing.environment, canonical(content(thing))].join(' ');
    const comes = group(added, key);
    for (const [same, gone] of group(removed, key)) {
      const [before, ...others] = gone;
      const [after, ...more] = comes.get(same) ?? [];
      if (!before || !after || others.length > 0 || more.length > 0) continue;
      found.set(before, { thing: after, verb: 'renamed', before, after, differences: [] });
    }
  }
  return [...found.values()];
}

function withoutName(thing: Thing): unknown {
  const meaning = meaningOf(thing) as { metadata?: object };
  return thing.half === 'kubernetes' ? { ...meaning, metadata: { ...meaning.metadata, name: '' } } : meaning;
}

/** Labels and selectors mostly carry the name as well. */
function withoutItself(thing: Thing): unknown {
  if (thing.half !== 'kubernetes') return meaningOf(thing);
  const name = String(thing.name.split('/').at(-1));
  return JSON.parse(JSON.stringify(meaningOf(thing), (_, value) => (value === name ? '' : value)));
}

function group(things: readonly Thing[], key: (thing: Thing) => string): Map<string, Thing[]> {
  const groups = new Map<string, Thing[]>();
  for (const thing of things) groups.set(key(thing), [...(groups.get(key(thing)) ?? []), thing]);
  return groups;
}

const isTree = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The smallest places that tell two meanings apart; what is null is as good as not there. */
export function differencesOf(before: unknown, after: unknown, path: readonly string[] = []): Difference[] {
  if ((before ?? undefined) === (after ?? undefined)) return [];
  if (isTree(before) && isTree(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) => differencesOf(before[key], after[key], [...path, key]));
  }
  if (Array.isArray(before) && Array.isArray(after)) return inLists(before, after, path);
  return [{ path, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }];
}

/** A nested block that comes or goes, by its arguments: what replaces a resource, and what is dangerous, is said of those. */
function withinBlock(difference: Difference): Difference[] {
  const { path, before, after } = difference;
  if ((before !== undefined && after !== undefined) || !isTree(before ?? after)) return [difference];
  const found = differencesOf(before ?? {}, after ?? {}, path).flatMap(withinBlock);
  return found.length > 0 ? found : [difference];
}

/** Entries that both have are passed over, wherever they stand; what is left is compared one by one where that can be told. */
function inLists(before: readonly unknown[], after: readonly unknown[], path: readonly string[]): Difference[] {
  const [was, is] = [before.map(canonical), after.map(canonical)];
  const gone = before.filter((_, i) => !is.includes(was[i] ?? ''));
  const come = after.flatMap((_, i) => (was.includes(is[i] ?? '') ? [] : [i]));
  if (gone.length > 0 && gone.length === come.length && gone.every(isTree)) {
    return come.flatMap((i, at) => differencesOf(gone[at], after[i], [...path, String(i)]));
  }
  return was.join() === is.join() ? [] : [{ path, before, after }];
}
