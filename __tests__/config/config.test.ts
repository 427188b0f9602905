import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import Ajv from 'ajv';
import { parse } from 'yaml';
import type { z } from 'zod';
import * as check from '../../config/checks';
import { gcpRegion, gcpZone } from '../../config/google/regions';
import * as google from '../../config/google/values';
import { configSchema } from '../../config/json-schema';
import { loadTargets as load, selectEnvironment, selectSystems } from '../../config/load';
import * as ranges from '../../config/ranges';
import { InputError } from '../../config/system';
import { suggest, validate } from '../../config/validate';
import { systems } from '../../synthesis/systems';
import { loadTargets } from '../../synthesis/targets';
import { shop, system as shopSystem } from '../support/shop';
import { testEach } from '../support/shown';

const folder = mkdtempSync(path.join(tmpdir(), 'terrachart-config-'));

function fileWith(text: string): string {
  const file = path.join(folder, 'terrachart.yaml');
  writeFileSync(file, text);
  return file;
}

function problemsIn(text: string): string[] {
  try {
    load([shopSystem], fileWith(text));
  } catch (error) {
    if (error instanceof InputError) return error.problems.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
  return [];
}

describe('value types', () => {
  test.each<[string, z.ZodType, string[], string[]]>([
    [
      'hostName',
      check.hostName,
      ['app.example.com', 'a.b'],
      ['localhost', 'Under.com', 'a_b.com', '-a.com', 'a..b', `${'a'.repeat(64)}.com`, 'a.com\n'],
    ],
    [
      'cidr',
      check.cidr,
      ['10.0.0.0/8', '0.0.0.0/0', '10.1.2.3/32'],
      ['10.0.0.1/8', '10.0.0.0', '10.0.0.0/33', '256.0.0.0/8', '010.0.0.0/8', '::/0', '10.0.0/8'],
    ],
    ['volumeSize', check.volumeSize, ['1Gi', '5Ti'], ['0Gi', '1', '1GB', '-1Gi', '1.5Gi', '512Mi', '9999999Gi']],
    [
      'image',
      check.image,
      ['fastapi:1.4.2', 'team/app:v1', 'a:1'],
      ['fastapi', 'fastapi:latest', 'Fastapi:1', 'a:1 ', `a:${'1'.repeat(64)}`],
    ],
    ['gcpProjectId', google.projectId, ['my-project'], ['My-project', 'short', 'ends-with-', '1abcdef']],
    ['gcpZone', gcpZone, ['europe-west1-b'], ['europe-west1', 'europe']],
    ['gcpRegion', gcpRegion, ['europe-west1', 'northamerica-northeast1'], ['europe-west1-b']],
    ['label', check.label, ['gke-cluster'], ['-a', 'a-', 'A', 'a'.repeat(64), '1a']],
    ['gcsBucket', google.bucket, ['my-project-tfstate'], ['a', 'UPPER', 'with.dots']],
    ['emailAddress', check.emailAddress, ['ops@example.com'], ['ops', '@example.com']],
  ])('%s', (_, type, right, wrong) => {
    expect(right.filter((value) => !type.safeParse(value).success)).toEqual([]);
    expect(wrong.filter((value) => type.safeParse(value).success)).toEqual([]);
  });

  test('two ranges overlap if one holds the other', () => {
    expect(ranges.overlap('10.0.0.0/8', '10.1.0.0/16')).toBe(true);
    expect(ranges.overlap('10.1.0.0/16', '10.0.0.0/8')).toBe(true);
    expect(ranges.overlap('10.0.0.0/16', '10.1.0.0/16')).toBe(false);
    expect(ranges.overlap('0.0.0.0/0', '192.168.0.0/24')).toBe(true);
  });
});

describe('built-in records', () => {
  testEach(
    systems.flatMap((system) => Object.entries(system.environments).map(([name, type]) => ({ system, name, type }))),
  )('$system.name $name is valid', ({ type }) => expect(validate(type, type.record)).toEqual([]));

  test('stand when there is no file', () => {
    expect(loadTargets().map(({ system, environment }) => `${system.name} ${environment}`)).toEqual(
      systems.flatMap(({ name, environments }) =>
        Object.keys(environments).map((environment) => `${name} ${environment}`),
      ),
    );
  });
});

describe('overrides', () => {
  test('are merged key by key; lists and other kinds replace', () => {
    const [, production] = load(
      [shopSystem],
      fileWith(`shop:
        production:
          hosts: { api: api.acme.com }
          lists: { allowedRanges: [198.51.100.0/24] }
          database: { kind: cloud-sql, instance: a, tier: b }
        local:`),
    );
    expect(production?.config).toEqual({
      ...shop,
      hosts: { ...shop.hosts, api: 'api.acme.com' },
      lists: { allowedRanges: ['198.51.100.0/24'] },
      database: { kind: 'cloud-sql', instance: 'a', tier: 'b' },
    });
  });

  test('an empty file changes nothing', () => {
    expect(loadTargets(fileWith('# nothing\n'))).toEqual(loadTargets());
  });

  test.each<[string, string, RegExp]>([
    ['an unknown system', 'shopp: {}', /^shopp: unknown key; did you mean shop\?$/],
    ['an unknown environment', 'shop: { prod: {} }', /^shop\.prod: unknown key; did you mean production\?$/],
    ['a list of systems', '- shop', /expected systems as keys/],
    ['text for a record', 'shop: { local: hello }', /^shop\.local: "hello" - expected an object/],
    ['a prototype', '{"shop":{"local":{"__proto__":{"a":1}}}}', /^shop\.local\.__proto__: unknown key/],
    ['broken YAML', 'a: [\n b: *x', /terrachart\.yaml:2:7: /],
  ])('%s is one problem with its place', (_, text, message) => {
    const problems = problemsIn(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(message);
  });

  test('a file that cannot be read is named', () => {
    expect(() => loadTargets(path.join(folder, 'absent.yaml'))).toThrow(/absent\.yaml: no such file/);
    expect(() => loadTargets(folder)).toThrow(InputError);
  });
});

describe('selection', () => {
  test('unknown names are refused with the known ones', () => {
    const targets = load([shopSystem]);
    expect(() => selectSystems(targets, ['shopp'])).toThrow('no such system; did you mean shop?');
    expect(() => selectEnvironment(targets, 'moon', [])).toThrow('no such environment; known: local, production');
  });

  test('suggestions prefer what the name begins', () => {
    expect(suggest('prod', ['local', 'production'])).toBe('; did you mean production?');
    expect(suggest('zzz', ['local', 'production'])).toBe('; known: local, production');
  });
});

describe('JSON Schema', () => {
  const root = path.join(__dirname, '../..');
  const ajv = new Ajv({ strict: false, validateFormats: false });
  const accepts = ajv.compile(configSchema(systems));

  test('is committed as generated (npm run schema)', () => {
    expect(JSON.parse(readFileSync(path.join(root, 'config/terrachart.schema.json'), 'utf8'))).toEqual(
      configSchema(systems),
    );
  });

  test('accepts the example and partial records, and refuses what the types refuse', () => {
    const example: unknown = parse(readFileSync(path.join(root, 'terrachart.example.yaml'), 'utf8')) ?? {};
    expect(accepts(example)).toBe(true);
    const ofShop = ajv.compile(configSchema([shopSystem]));
    expect(ofShop({ shop: { production: { database: { tier: 'db-custom-4-15360' } } } })).toBe(true);
    expect(ofShop({ shop: { production: { hosts: { api: 'under_score.com' } } } })).toBe(false);
    expect(ofShop({ shop: { production: { host: {} } } })).toBe(false);
    expect(ofShop({ shop: { moon: {} } })).toBe(false);
    // What need not be there can be unset.
    expect(ofShop({ shop: { production: { cloud: { stateBucket: null } } } })).toBe(true);
    expect(ofShop({ shop: { production: { hosts: null } } })).toBe(false);
  });
});
