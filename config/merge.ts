import { joinKeys, type Unset } from './validate';

type Tree = Readonly<Record<string, unknown>>;

export interface Merged {
  /** The record as it stands. */
  readonly config: object;
  /** The same, where what an override unset and the record does not have is a key without a value: is it a known one? */
  readonly merged: object;
  readonly unset: Unset;
}

/** Lays an override over a record: objects are merged key by key, `null` unsets, anything else replaces, lists included. */
export function merge(record: object, override: unknown): Merged {
  const unset = new Map<string, boolean>();
  const merged = over(record, override, [], unset) as object;
  return { merged, unset, config: unset.size > 0 ? (withoutUnset(merged) as object) : merged };
}

function over(base: unknown, override: unknown, keys: readonly string[], unset: Map<string, boolean>): unknown {
  if (override === undefined) return base;
  if (!isTree(override)) return override;
  // A different kind is a different shape: nothing of the old one applies.
  const old = !isTree(base) || ('kind' in override && override.kind !== base.kind) ? {} : base;
  const changed = Object.entries(override).flatMap(([key, value]): [string, unknown][] => {
    const at = [...keys, key];
    const had = Object.hasOwn(old, key);
    if (value !== null) return [[key, over(had ? old[key] : undefined, value, at, unset)]];
    unset.set(joinKeys(at), had);
    return had ? [] : [[key, undefined]];
  });
  const kept = Object.entries(old).filter(([key]) => override[key] !== null);
  return Object.fromEntries([...kept, ...changed]);
}

function withoutUnset(part: unknown): unknown {
  if (!isTree(part)) return part;
  return Object.fromEntries(
    Object.entries(part).flatMap(([key, value]) => (value === undefined ? [] : [[key, withoutUnset(value)]])),
  );
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
