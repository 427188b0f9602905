import { applyPatch, type Operation } from 'rfc6902';
import type { Patch } from '../config/patches';
import { suggest } from '../config/validate';

export type Json = Record<string, unknown>;

/** What stands in the output is what JSON can say. */
export function copy<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}

/** What a patch may change, and where it stands. */
export interface Place {
  readonly name: string;
  get(): Json;
  /** Why a value cannot stand here. */
  lacks(value: Json): string | undefined;
  set(value: Json): void;
}

/** @returns why it could not be done */
export function change({ target, patch: operations, merge }: Patch, places: readonly Place[]): string | undefined {
  const place = places.find(({ name }) => name === target);
  if (!place)
    return `${target}: there is none${suggest(
      target,
      nearby(
        target,
        places.map(({ name }) => name),
      ),
    )}`;
  if (merge) {
    return put(place, merged(place.get(), merge));
  }
  const changed = { it: copy(place.get()) };
  const below = (pointer: string) => `/it${pointer}`;
  for (const [index, operation] of (operations ?? []).entries()) {
    const one = {
      ...operation,
      path: below(operation.path),
      ...('from' in operation && { from: below(operation.from) }),
    };
    const [error] = applyPatch(changed, [copy(one) as Operation]);
    if (error) return `${target}: operation ${index}, ${operation.op} ${operation.path}: ${why(error)}`;
  }
  return put(place, changed.it);
}

function put(place: Place, value: unknown): string | undefined {
  const lacks = isTree(value) ? place.lacks(value) : 'expected an object in the end';
  if (lacks === undefined) place.set(value as Json);
  return lacks && `${place.name}: ${lacks}`;
}

/** A list of everything would help nobody: the names of the same kind, if there are any. */
function nearby(target: string, names: readonly string[]): string[] {
  const kind = target.split('/')[0] ?? '';
  const same = names.filter((name) => name.startsWith(`${kind}/`));
  return same.length > 0 ? same : [...names];
}

function why(error: Error): string {
  if (error.name === 'MissingError') return 'there is no such place';
  if ('actual' in error) return `it is ${JSON.stringify(error.actual) ?? 'not there'}, as it should not be`;
  return error.message;
}

/** https://datatracker.ietf.org/doc/html/rfc7396 */
function merged(value: unknown, change: unknown): unknown {
  if (!isTree(change)) return copy(change);
  const old = isTree(value) ? value : {};
  const kept = Object.entries(old).filter(([key]) => !Object.hasOwn(change, key));
  const changed = Object.entries(change).filter(([, one]) => one !== null);
  const at = (key: string) => (Object.hasOwn(old, key) ? old[key] : undefined);
  // In the old order, what is new behind it.
  const all = new Map([...kept, ...changed.map(([key, one]): [string, unknown] => [key, merged(at(key), one)])]);
  const order = [...new Set([...Object.keys(old), ...all.keys()])].filter((key) => all.has(key));
  return Object.fromEntries(order.map((key) => [key, all.get(key)]));
}

function isTree(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
