import { closest, distance } from 'fastest-levenshtein';
import { z } from 'zod';
import type { Problem, System } from './system';

type Tree = Readonly<Record<string, unknown>>;
type Issue = z.core.$ZodIssue;

/** Checks a merged record: types first, then every rule whose fields have the right type. All problems, never only the first. */
export function validate(system: System, config: object, path: string): Problem[] {
  const issues = system.schema.safeParse(config).error?.issues ?? [];
  const typed = issues.flatMap((issue) => explain(issue, config, knownKeys(system, issue)));
  const wrong = typed.map(({ path }) => path);
  const ruled = system.rules
    .filter(({ reads }) => !reads.some((read) => wrong.some((at) => related(at, read))))
    .flatMap((rule) => {
      const [first = ''] = rule.reads;
      const expected = rule.check(config);
      return expected === undefined ? [] : [problem(first, valueAt(config, first.split('.')), expected)];
    });
  return [...typed, ...ruled].map((found) => ({ ...found, path: join(path, found.path) }));
}

/** A problem with a key that nobody knows; names the nearest known one. */
export function unknownKey(path: string, key: string, known: readonly string[]): Problem {
  return { path: joinPath(path, key), message: `unknown key${suggest(key, known)}` };
}

/** `; did you mean x?` if something known is near, else the list of the known. */
export function suggest(name: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const nearest = known.find((candidate) => name !== '' && candidate.startsWith(name)) ?? closest(name, [...known]);
  return (name !== '' && nearest.startsWith(name)) || distance(name, nearest) <= Math.max(2, name.length / 3)
    ? `; did you mean ${nearest}?`
    : `; known: ${known.join(', ')}`;
}

function explain(issue: Issue, config: unknown, known: readonly string[]): Problem[] {
  const path = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(path, key, known));
  return [problem(path, valueAt(config, issue.path), expectation(issue))];
}

function expectation(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === 'int'
        ? 'a whole number'
        : `${/^[aeio]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}`;
    case 'invalid_value':
      return `one of ${issue.values.map(String).join(', ')}`;
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

function problem(path: string, value: unknown, expected: string): Problem {
  return {
    path,
    message: value === undefined ? `missing, expected ${expected}` : `${show(value)} - expected ${expected}`,
  };
}

function show(value: unknown): string {
  // JSON has neither infinity nor NaN.
  if (typeof value === 'number') return String(value);
  const text = typeof value === 'object' ? (JSON.stringify(value) ?? String(value)) : JSON.stringify(value);
  return (text ?? String(value)).slice(0, 80);
}

function valueAt(config: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, key) => (at as Tree | undefined)?.[key as string], config);
}

/** Made when the first unknown key is found: most runs need none. */
const jsonSchemas = new Map<string, SchemaNode>();

/** The keys that the schema knows where an unknown one was found. */
function knownKeys(system: System, issue: Issue): string[] {
  if (issue.code !== 'unrecognized_keys') return [];
  const schema =
    jsonSchemas.get(system.name) ?? (z.toJSONSchema(system.schema, { unrepresentable: 'any' }) as SchemaNode);
  jsonSchemas.set(system.name, schema);
  const nodes = issue.path.reduce<SchemaNode[]>(
    (at, key) => at.flatMap(alternatives).flatMap((node) => node.properties?.[String(key)] ?? []),
    [schema],
  );
  return nodes.flatMap(alternatives).flatMap((node) => Object.keys(node.properties ?? {}));
}

interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly oneOf?: readonly SchemaNode[];
  readonly anyOf?: readonly SchemaNode[];
}

function alternatives(node: SchemaNode): readonly SchemaNode[] {
  return node.oneOf ?? node.anyOf ?? [node];
}

function related(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`) || a === '';
}

/** A key below a path; quoted where it would pass for two, or for none. */
export function joinPath(path: string, key: string): string {
  return join(path, /^[\w$-]+$/.test(key) ? key : JSON.stringify(key));
}

function join(...parts: string[]): string {
  return parts.filter((part) => part !== '').join('.');
}
