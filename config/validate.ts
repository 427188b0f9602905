import { closest, distance } from 'fastest-levenshtein';
import { z } from 'zod';
import type { Environment } from './system';
import { printable } from './text';

type Tree = Readonly<Record<string, unknown>>;
type Issue = z.core.$ZodIssue;
type Schema = Environment['schema'];
type Keys = readonly string[];

const MOST_VALUES = 20;

/** Something wrong at one place. Thousands may be found and few are told, so that the words come last. */
export interface Fault {
  readonly keys: Keys;
  /** What is wrong there. @default the value */
  readonly of?: 'key' | 'value';
  /** Other places that have their part in it. */
  readonly beside?: readonly Keys[];
  readonly tell: () => string;
}

/** What an override unset with `null`, by `joinKeys`, and whether there was anything. */
export type Unset = ReadonlyMap<string, boolean>;

/** Checks a merged record: types first, then every rule whose fields have the right type. All faults, never only the first. */
export function validate({ schema, rules }: Environment, config: object, unset: Unset = new Map()): Fault[] {
  const issues = schema.safeParse(config).error?.issues ?? [];
  const known = issues.flatMap((issue) => explain(issue, schema, config, unset));
  const unseen = prototypeKeys(config).filter(
    (keys) => !known.some((fault) => joinKeys(fault.keys) === joinKeys(keys)),
  );
  const typed = [...known, ...unseen.map((keys) => unknownKey(keys, () => []))];
  const wrong = [
    ...issues.filter(({ code }) => code !== 'unrecognized_keys').map(({ path }) => path.join('.')),
    ...unseen.map((keys) => keys.join('.')),
  ];
  const ruled = rules
    .filter(({ reads }) => !reads.some((read) => wrong.some((at) => related(at, read))))
    .flatMap((rule): Fault[] => {
      const [first = [], ...beside] = rule.reads.map((read) => read.split('.'));
      const wrong = rule.check(config) ?? [];
      const misfits = typeof wrong === 'string' ? [{ keys: first, expected: wrong }] : wrong;
      return misfits.map(({ keys, expected }) => ({
        keys,
        beside,
        tell: () => unlike(valueAt(config, keys), unset.has(joinKeys(keys)), expected),
      }));
    });
  return [...typed, ...ruled];
}

/** A name for what every object has already: types overlook it in maps, and rules would take it for an entry. */
const PROTOTYPE = '__proto__';

function prototypeKeys(node: unknown, at: Keys = []): Keys[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    key === PROTOTYPE ? [[...at, key]] : prototypeKeys(value, [...at, key]),
  );
}

/** A key that nobody knows; names the nearest known one. */
export function unknownKey(keys: Keys, known: () => readonly string[]): Fault {
  return { keys, of: 'key', tell: () => `unknown key${suggest(keys.at(-1) ?? '', known())}` };
}

/** `; did you mean x?` if something known is near, else the list of the known. */
export function suggest(name: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const nearest = known.find((candidate) => name !== '' && candidate.startsWith(name)) ?? closest(name, [...known]);
  return (name !== '' && nearest.startsWith(name)) || distance(name, nearest) <= Math.max(2, name.length / 3)
    ? `; did you mean ${nearest}?`
    : `; known: ${known.join(', ')}`;
}

function explain(issue: Issue, schema: Schema, config: unknown, unset: Unset): Fault[] {
  const keys = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey([...keys, key], () => knownKeys(schema, keys)));
  }
  if (issue.code === 'invalid_key') {
    const [name = '', [inner] = []] = [keys.at(-1), issue.issues];
    return [{ keys, of: 'key', tell: () => unlike(name, false, inner ? expectation(inner) : issue.message) }];
  }
  const tell = () => {
    const had = unset.get(joinKeys(keys));
    const why = had ? ': it is required, and null would unset it' : ': there is nothing that null could unset';
    return unlike(valueAt(config, keys), had !== undefined, expectation(issue) + (had === undefined ? '' : why));
  };
  return [{ keys, tell }];
}

function expectation(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      // A type that says it better does.
      if (!issue.message.startsWith('Invalid input: ')) return issue.message;
      return issue.expected === 'int'
        ? 'a whole number'
        : `${/^[aeio]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}`;
    case 'invalid_value':
      // A long list is named, not recited.
      return issue.values.length > MOST_VALUES ? issue.message : `one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_union':
      return 'options' in issue ? `one of ${(issue.options as unknown[]).map(String).join(', ')}` : issue.message;
    case 'too_small':
      return `${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}${unit(issue.origin)}`;
    case 'too_big':
      return `${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}${unit(issue.origin)}`;
    default:
      return issue.message;
  }
}

function unit(origin: string): string {
  if (origin === 'string') return ' characters';
  return origin === 'array' ? ' entries' : '';
}

function unlike(value: unknown, isUnset: boolean, expected: string): string {
  if (value === undefined && !isUnset) return `missing, expected ${expected}`;
  return `${show(value ?? null)} - expected ${expected}`;
}

function show(value: unknown): string {
  // JSON has neither infinity nor NaN.
  if (typeof value === 'number') return String(value);
  return [...printable(JSON.stringify(value) ?? String(value)).slice(0, 160)].slice(0, 80).join('');
}

function valueAt(config: unknown, keys: Keys): unknown {
  return keys.reduce<unknown>((at, key) => (at as Tree | undefined)?.[key], config);
}

/** Made when the first unknown key is told: most runs need none. */
const jsonSchemas = new Map<Schema, SchemaNode>();

/** The keys that the schema knows at a place. */
function knownKeys(schema: Schema, keys: Keys): string[] {
  const top = jsonSchemas.get(schema) ?? (z.toJSONSchema(schema, { unrepresentable: 'any' }) as SchemaNode);
  jsonSchemas.set(schema, top);
  const nodes = keys.reduce<SchemaNode[]>(
    (at, key) => at.flatMap(alternatives).flatMap((node) => node.properties?.[key] ?? entry(node)),
    [top],
  );
  return nodes.flatMap(alternatives).flatMap((node) => Object.keys(node.properties ?? {}));
}

/** The type of each entry of a map. */
function entry({ additionalProperties }: SchemaNode): SchemaNode | [] {
  return typeof additionalProperties === 'object' ? additionalProperties : [];
}

interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: boolean | SchemaNode;
  readonly oneOf?: readonly SchemaNode[];
  readonly anyOf?: readonly SchemaNode[];
}

function alternatives(node: SchemaNode): readonly SchemaNode[] {
  return node.oneOf ?? node.anyOf ?? [node];
}

function related(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`) || a === '';
}

/** A path for people: keys that would pass for two, or for none, are quoted. */
export function joinKeys(keys: Keys): string {
  return keys.map((key) => (/^[\w$-]+$/.test(key) ? key : printable(JSON.stringify(key)))).join('.');
}
