import * as fc from 'fast-check';

/** Values that a configuration might be given by mistake or by malice, and places to put them. */

type Tree = Readonly<Record<string, unknown>>;

/** Texts near enough to right ones to get past a careless check. */
const texts = [
  '',
  ' ',
  'a'.repeat(300),
  'UPPER',
  'under_score.example.com',
  '-a',
  'a-',
  '..',
  '../../etc/passwd',
  '${local.x}',
  '%{if}',
  '{{ .Values.x }}',
  '$(rm -rf /)',
  "'; DROP TABLE x; --",
  'a\nb',
  'a\r\nb',
  '\u0000',
  '\u202e',
  'ü.example.com',
  '💥',
  'null',
  'true',
  '0x10',
  '1e3',
  '010.0.0.0/8',
  '10.0.0.0/33',
  '10.0.0.0/16',
  '10.10.0.0/20',
  '10.42.0.0/16',
  '0.0.0.0/0',
  '::/0',
  '192.168.0.0/24',
  'latest',
  'fastapi:latest',
  'registry.example.com:5000/a/b:c',
  '1Gi',
  '0Gi',
  '1Mi',
  '999999Ti',
  '9999999Ti',
  '-1Gi',
  '1.5Gi',
  'app.example.com',
  `${'a.'.repeat(126)}a`,
  `${'a'.repeat(63)}.com`,
  'ops@example.com',
  '__proto__',
  'constructor',
  'toString',
  'db-custom-2-7680',
  'e2-standard-2',
  'europe-west1',
  'europe-west1-b',
  'eu-west-3a',
  'my-project',
];

const numbers = [0, -0, -1, 1, 2, 3, 4, 1.5, 63, 64, 100, 101, 65535, 65536, 2 ** 31, 2 ** 53, 1e300, -1e300, 5e-324];

export const junk: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<unknown>(...texts) },
  { weight: 3, arbitrary: fc.constantFrom<unknown>(...numbers) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<unknown>(null, true, false, [], {}, [[]], [null], [{}], { '': {} }, { kind: 'x' }),
  },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  {
    weight: 1,
    arbitrary: fc.string({
      unit: fc.constantFrom('\u0000', '\u202e', 'é', '💥', '\\', '"', '\n', '$', '{', '}'),
      maxLength: 20,
    }),
  },
);

const keys = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '__proto__',
    'constructor',
    'hasOwnProperty',
    'kind',
    'a.b',
    'host',
    'replica',
    '0',
    '-1',
    'x'.repeat(500),
  ),
  fc.string({ maxLength: 12 }),
);

/** An override of a record: junk at up to four of its places, or under keys that it does not have. */
export function mutation(record: object): fc.Arbitrary<Tree> {
  const places = fc.constantFrom(...pathsOf(record));
  const change = fc.tuple(places, fc.option(keys, { freq: 4 }), junk);
  return fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) => {
    const override: Tree = {};
    for (const [path, key, value] of changes) put(override, key === null ? path : [...path.slice(0, -1), key], value);
    return override;
  });
}

/** The record with values of its own schema: every field may change, and each alone is right. */
export function variation(record: object, schema: Schema): fc.Arbitrary<Tree> {
  const choices = leavesOf(record)
    .map(([path, value]) => ({ path, values: valuesOf(schemaAt(schema, path), value) }))
    .filter(({ values }) => values !== undefined);
  return fc
    .subarray(choices, { minLength: Math.min(1, choices.length), maxLength: Math.min(5, choices.length) })
    .chain((chosen) =>
      fc.tuple(...chosen.map(({ path, values }) => fc.tuple(fc.constant(path), values as fc.Arbitrary<unknown>))),
    )
    .map((changes) => {
      const override: Tree = {};
      for (const [path, value] of changes) put(override, path, value);
      return override;
    });
}

export interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
}

function valuesOf(schemas: readonly Schema[], value: unknown): fc.Arbitrary<unknown> | undefined {
  const [schema = {}] = schemas;
  const fixed = schemas.flatMap((one) => ('const' in one ? [one.const] : (one.enum ?? [])));
  if (fixed.length > 0) return fc.constantFrom(...fixed);
  if (schema.type === 'boolean') return fc.boolean();
  if (schema.type === 'integer' && schema.minimum !== undefined && schema.maximum !== undefined) {
    return fc.oneof(
      fc.constantFrom(schema.minimum, schema.maximum),
      fc.integer({ min: schema.minimum, max: schema.maximum }),
    );
  }
  // Patterns that look ahead cannot be turned round.
  if (schema.pattern && !schema.pattern.includes('(?'))
    return fc.stringMatching(new RegExp(schema.pattern), { size: '-1' });
  return typeof value === 'string' && /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(value)
    ? fc.constantFrom(
        `${'a'.repeat(63)}.example.com`,
        `${'a.'.repeat(100)}example.com`,
        '0.io',
        'xn--bcher-kva.example',
      )
    : undefined;
}

function schemaAt(schema: Schema, path: readonly string[]): Schema[] {
  return path
    .reduce<Schema[]>(
      (at, key) => at.flatMap((one) => one.anyOf ?? [one]).flatMap((one) => one.properties?.[key] ?? []),
      [schema],
    )
    .flatMap((one) => one.anyOf ?? [one]);
}

function pathsOf(node: unknown, path: readonly string[] = []): string[][] {
  const below = isTree(node) ? Object.entries(node).flatMap(([key, value]) => pathsOf(value, [...path, key])) : [];
  return [[...path], ...below];
}

function leavesOf(node: unknown, path: readonly string[] = []): [string[], unknown][] {
  if (!isTree(node)) return [[[...path], node]];
  return Object.entries(node).flatMap(([key, value]) => leavesOf(value, [...path, key]));
}

function put(tree: object, path: readonly string[], value: unknown): void {
  const [key, ...rest] = path;
  if (key === undefined) {
    if (isTree(value)) for (const [name, part] of Object.entries(value)) define(tree, name, part);
    return;
  }
  const below = Object.getOwnPropertyDescriptor(tree, key)?.value as unknown;
  if (rest.length === 0) define(tree, key, value);
  else {
    if (!isTree(below)) define(tree, key, {});
    put(Object.getOwnPropertyDescriptor(tree, key)?.value as object, rest, value);
  }
}

/** An assignment to `__proto__` would not make a key. */
function define(tree: object, key: string, value: unknown): void {
  Object.defineProperty(tree, key, { value, enumerable: true, configurable: true, writable: true });
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
