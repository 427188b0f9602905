import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

interface Chart {
  readonly pod: {
    readonly containers: readonly {
      readonly name: string;
      readonly env?: readonly { readonly name: string; readonly value?: string }[];
      readonly ports?: readonly { readonly containerPort: number }[];
    }[];
  };
}

interface Contract {
  readonly contract: {
    readonly ports: Readonly<Record<string, number>>;
    readonly variables: { readonly required: readonly string[]; readonly optional: readonly string[] };
  };
  readonly charts: Readonly<Record<string, Chart>>;
}

/** What a program reads of its environment, as far as its sources say it in letters. */
function readBy(folder: string): Set<string> {
  const sources = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  const text = sources.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
  // What it sets itself it asks nobody for.
  const names = [
    ...text.matchAll(/\b(?:required|number|list)\('([A-Z][A-Z_]+)'|process\.env\.([A-Z][A-Z_]+)\b(?! *(?:\?\?)?= )/g),
  ];
  const files = [...text.matchAll(/\bsecret\('([A-Z][A-Z_]+)'/g)].map(([, name]) => `${name}_FILE`);
  return new Set([...names.map(([, first, second]) => first ?? second ?? ''), ...files]);
}

/** Holds an app and its chart to what they agreed on, which `npm run contracts` wrote down. */
export function agrees(app: string): void {
  const { contract, charts } = JSON.parse(readFileSync(join(app, 'contract.json'), 'utf8')) as Contract;
  const { required, optional } = contract.variables;

  test('it reads nothing but what was agreed, and all that must be there', () => {
    const read = new Set([...readBy(join(app, 'src')), ...readBy(join(app, '../bus/src'))]);
    for (const name of read) assert.ok([...required, ...optional].includes(name), `${name} was not agreed on`);
    for (const name of required) assert.ok(read.has(name), `${name} is read nowhere`);
  });

  for (const [environment, { pod }] of Object.entries(charts)) {
    test(`the chart of ${environment} says all that must be said, and nothing else`, () => {
      const [container] = pod.containers;
      const env = container?.env ?? [];
      const said = env.map(({ name }) => name);
      for (const name of required) assert.ok(said.includes(name), `${name} is not said`);
      // What only goes into another's value, as $(NAME), is no concern of the program's.
      const inOthers = (name: string) => env.some(({ value }) => value?.includes(`$(${name})`));
      for (const name of said) {
        assert.ok([...required, ...optional].includes(name) || inOthers(name), `${name} was not agreed on`);
      }
      const ports = container?.ports?.map(({ containerPort }) => containerPort) ?? [];
      assert.deepEqual([...ports].sort(), Object.values(contract.ports).sort());
    });
  }
}
