import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { loadTargets } from '../../config/load';
import { InputError } from '../../config/system';
import { shop, system } from '../support/shop';

/** Several configurations over each other: files in their order, then values of the command line. */

const folder = mkdtempSync(path.join(tmpdir(), 'terrachart-layers-'));
afterAll(() => rmSync(folder, { recursive: true }));

function load(texts: readonly string[], set: readonly string[] = []) {
  const files = texts.map((text, index) => {
    const file = path.join(folder, `${index}.yaml`);
    writeFileSync(file, text);
    return file;
  });
  return loadTargets([system], files, folder, set)[0]?.config;
}

function problems(...from: Parameters<typeof load>): string {
  try {
    load(...from);
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return '';
}

test('the last one wins, key by key; lists are replaced', () => {
  const made = load([
    'shop: { local: { hosts: { web: a.acme.com, api: b.acme.com }, lists: { allowedRanges: [10.0.0.0/8] } } }',
    'shop: { local: { hosts: { api: c.acme.com }, lists: { allowedRanges: [] } } }',
  ]);
  expect(made).toEqual({ ...shop, hosts: { web: 'a.acme.com', api: 'c.acme.com' }, lists: { allowedRanges: [] } });
});

test('what one unset another sets again, and the other way round', () => {
  const [off, on] = ['shop: { local: { cloud: null } }', 'shop: { local: { cloud: { region: europe-west1 } } }'];
  expect(load([on, off])).not.toHaveProperty('cloud');
  expect(load([off, 'shop: { local: { cloud: { region: europe-west1, zone: europe-west1-c } } }'])).toMatchObject({
    cloud: { region: 'europe-west1', zone: 'europe-west1-c' },
  });
});

test('a name without anything below it changes nothing', () => {
  expect(load(['shop: { local: { hosts: { web: a.acme.com } } }', 'shop:\n  local:'])).toMatchObject({
    hosts: { web: 'a.acme.com' },
  });
  expect(load(['shop: { local: { hosts: { web: a.acme.com } } }', 'shop:'])).toMatchObject({
    hosts: { web: 'a.acme.com' },
  });
});

test('another kind leaves nothing of the one before', () => {
  expect(
    load([
      'shop: { local: { database: { kind: cloud-sql, instance: a, tier: b } } }',
      'shop: { local: { database: { kind: in-cluster, storage: 2Gi } } }',
    ]),
  ).toMatchObject({ database: { kind: 'in-cluster', storage: '2Gi' } });
});

test('a value of the command line is YAML, and wins over files', () => {
  const file = 'shop: { local: { hosts: { web: a.acme.com } } }';
  const set = ['shop.local.hosts.web=b.acme.com', 'shop.local.workloads.web.replicas=3', 'shop.local.cloud=null'];
  const made = load([file], [...set, 'shop.local.workloads.web.annotations."a.test/b"=d=e']);
  expect(made).toMatchObject({
    hosts: { web: 'b.acme.com' },
    workloads: { web: { replicas: 3, annotations: { 'a.test/b': 'd=e' } } },
  });
  expect(made).not.toHaveProperty('cloud');
});

test('a problem is told where the last one stands that says it', () => {
  const wrong = 'shop: { local: { hosts: { web: a_b } } }';
  expect(problems([wrong, 'shop: { local: { hosts: { api: a.acme.com } } }'])).toContain(
    '0.yaml and 1.yaml have a problem:\n  0.yaml:1:32: shop.local.hosts.web: "a_b"',
  );
  expect(problems([wrong, 'shop: { local: { hosts: { web: c_d } } }'])).toContain('\n  1.yaml:1:32: ');
  expect(problems([wrong], ['shop.local.hosts.web=e_f'])).toContain(
    '\n  --set shop.local.hosts.web=e_f: shop.local.hosts.web: "e_f"',
  );
  expect(problems([], ['shop.local.hots.web=x'])).toContain('did you mean hosts?');
});

test.each([
  ['nothing to set', 'shop.local.hosts.web', 'expected a path and a value'],
  ['nowhere to set it', '=3', 'expected a path and a value'],
  ['a path with a gap', 'shop..hosts=3', 'expected a path and a value'],
  ['what is no YAML', 'shop.local.hosts.web=[', 'Not YAML:'],
])('refused: %s', (_, text, message) => {
  expect(problems([], [text])).toContain(message);
});
