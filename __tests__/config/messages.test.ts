/** @jest-environment node */
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { readOptions } from '../../cli/options';
import { findConfig } from '../../config/find';
import { loadTargets } from '../../config/load';
import { InputError } from '../../config/system';
import { countingExecutions } from '../support/executions';
import { shop, system } from '../support/shop';

const folder = fs.mkdtempSync(path.join(tmpdir(), 'terrachart-messages-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

/** What a configuration of this text is answered, with the file as somebody in its folder would type it. */
function answer(text: string | Buffer, name = 'terrachart.yaml'): string[] {
  fs.writeFileSync(path.join(folder, name), text);
  return answerOf(path.join(folder, name));
}

function answerOf(file: string | readonly string[], from = folder): string[] {
  try {
    loadTargets([system], file, from);
  } catch (error) {
    if (error instanceof InputError) return error.message.split('\n').map((line) => line.trim());
    throw error;
  }
  return [];
}

describe('a problem of meaning has its line and column', () => {
  test.each<[string, string, string]>([
    [
      'of a value',
      'shop:\n  production:\n    hosts:\n      api: a_b.c',
      'terrachart.yaml:4:12: shop.production.hosts.api: "a_b.c" - expected a DNS name',
    ],
    [
      'of a key that nobody knows',
      'shop:\n  production:\n    hots: {}',
      'terrachart.yaml:3:5: shop.production.hots: unknown key; did you mean hosts?',
    ],
    ['of a system that nobody knows', '# first\n\nshpo: {}', 'terrachart.yaml:3:1: shpo: unknown key'],
    ['of an environment that nobody knows', 'shop:\n  prod: {}', 'terrachart.yaml:2:3: shop.prod: unknown key'],
    [
      'of an entry of a list',
      'shop:\n  production:\n    lists:\n      allowedRanges:\n        - 10.0.0.0/8\n        - 10.0.0.1/8',
      'terrachart.yaml:6:11: shop.production.lists.allowedRanges.1: "10.0.0.1/8"',
    ],
    [
      'of an alias, where it stands',
      'shop:\n  local:\n    volumes:\n      data: &s 5\n      logs: *s',
      'terrachart.yaml:5:13: shop.local.volumes.logs: 5 - expected a string',
    ],
    [
      'of what is missing, where it would stand',
      'shop:\n  local:\n    database:\n      kind: cloud-sql\n      instance: a',
      'terrachart.yaml:3:5: shop.local.database.tier: missing, expected a string',
    ],
    [
      'of a rule, where the file has its part in it',
      'shop:\n  production:\n    cloud:\n      region: us-east1',
      'terrachart.yaml:4:15: shop.production.cloud.zone: "europe-west1-b" - expected a zone of us-east1',
    ],
    [
      'of a name that cannot be a key',
      'shop: { production: { admins: { Anna Smith: 10.0.0.1/32 } } }',
      'terrachart.yaml:1:33: shop.production.admins."Anna Smith": "Anna Smith" - expected a name of lower-case letters',
    ],
    [
      'of a value of another kind, in the words of its type',
      'shop: { production: { certificates: { email: 7 } } }',
      'terrachart.yaml:1:46: shop.production.certificates.email: 7 - expected an e-mail address, e.g. ops@example.com',
    ],
  ])('%s', (_, text, message) => {
    expect(answer(text).some((line) => line.startsWith(message)) ? message : answer(text)).toBe(message);
  });
});

describe('what is no configuration is refused with its place', () => {
  const deep = (levels: number) => `a: ${'['.repeat(levels)}${']'.repeat(levels)}`;
  const chain = Array.from({ length: 200 }, (_, i) => `a${i}: &a${i} [${i > 0 ? `*a${i - 1}` : ''}]`).join('\n');

  test.each<[string, string | Buffer, string]>([
    [
      'a merge key',
      'shop:\n  local: &l {}\n  production: { <<: *l }',
      'terrachart.yaml:3:17: shop.production."<<": a merge key, which YAML 1.2 does not have',
    ],
    ['a second document', 'shop: {}\n---\nother: {}', 'terrachart.yaml:2:1: a second document'],
    [
      'a key twice',
      'shop: {}\nother: {}\nshop: {}',
      'terrachart.yaml:3:1: shop: the key "shop" twice; it stands at terrachart.yaml:1:1 already',
    ],
    [
      'a key twice, deep down',
      'shop: { local: { hosts: { api: a.b, "api": c.d } } }',
      'terrachart.yaml:1:37: shop.local.hosts.api: the key "api" twice',
    ],
    ['UTF-16, little end first', Buffer.from('\uFEFFshop: {}', 'utf16le'), 'terrachart.yaml: UTF-16: save it as UTF-8'],
    ['UTF-16, big end first', Buffer.from('\uFEFFshop: {}', 'utf16le').swap16(), 'terrachart.yaml: UTF-16'],
    ['UTF-16 without a mark', Buffer.from('shop: {}', 'utf16le'), 'terrachart.yaml: UTF-16'],
    ['another encoding', Buffer.from('a: b\n# caf\xe9\n', 'latin1'), 'terrachart.yaml: not UTF-8: byte 0xe9 in line 2'],
    ['an unknown alias', 'a: *gone', 'terrachart.yaml:1:4: a: an alias of nothing: no &gone'],
    ['an alias in itself', 'a: &a\n  b: [*a]', 'terrachart.yaml:2:7: a.b.0: an alias of something that it stands in'],
    ['what is a little too deep', deep(51), 'terrachart.yaml:1:54: more than 50 levels deep'],
    ['what is far too deep', deep(30_000), 'terrachart.yaml:1:54: more than 50 levels deep'],
    ['deep blocks', `${'- '.repeat(20_000)}a`, 'terrachart.yaml:1:103: more than 50 levels deep'],
    [
      'deep keys',
      Array.from({ length: 900 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
      'terrachart.yaml:52:52: more than 50 levels deep',
    ],
    ['depth by aliases', chain, 'terrachart.yaml:51:12: a50.0: more than 50 levels deep'],
    [
      'NUL',
      'shop: { local: { worker: { command: ["a\\0b"] } } }',
      'terrachart.yaml:1:38: shop.local.worker.command.0: expected a text without NUL',
    ],
    [
      'half a character',
      'shop: { local: { worker: { command: ["\\ud83d"] } } }',
      'terrachart.yaml:1:38: shop.local.worker.command.0: expected a text without lone surrogates',
    ],
    ['NUL in a key', '"a\\0": 1', 'terrachart.yaml:1:1: "a\\u0000": expected a text without NUL'],
  ])('%s', (_, text, message) => {
    expect(answer(text).some((line) => line.startsWith(message)) ? message : answer(text).slice(0, 5)).toBe(message);
  });

  test('fifty levels are read, and refused for what they are', () => {
    expect(answer(deep(50)).slice(1)).toEqual([expect.stringContaining('terrachart.yaml:1:1: a: unknown key')]);
  });

  test('a replacement character that somebody typed is a character', () => {
    expect(answer('# \uFFFD\n')).toEqual([]);
  });
});

describe('many problems', () => {
  const unknown = (count: number) =>
    `shop: { local: { ${Array.from({ length: count }, (_, i) => `key${i}: 1`).join(', ')} } }`;

  test('a hundred are told, and the rest is counted', () => {
    const lines = answer(unknown(20_000));
    expect(lines).toHaveLength(102);
    expect(lines[0]).toBe('terrachart.yaml has 20000 problems:');
    expect(lines.at(-1)).toBe('and 19900 more');
  });

  test('cost what they are: twice as many, twice the work', async () => {
    // The library that reads YAML counts: by itself it compares each key with each.
    const folders = ['config', 'node_modules/yaml', 'node_modules/zod'];
    const [once = 0, twice = 0] = await countingExecutions(folders, async (executions) => {
      answer(unknown(200));
      return [1500, 3000].map((count) => {
        executions();
        answer(unknown(count));
        return executions();
      });
    });
    expect(once).toBeGreaterThan(1500);
    expect(twice / once).toBeLessThan(2.2);
  });
});

describe('null', () => {
  const recordOf = (text: string, environment = 'production') => {
    fs.writeFileSync(path.join(folder, 'null.yaml'), text);
    const targets = loadTargets([system], path.join(folder, 'null.yaml'), folder);
    const found = targets.find((target) => target.environment === environment);
    return found?.config as Record<string, unknown>;
  };

  test('unsets what may be absent', () => {
    const text = 'shop: { production: { admins: { operator: null, anna: 10.0.0.1/32 } } }';
    expect(recordOf(text)).toMatchObject({ admins: { anna: '10.0.0.1/32' } });
    expect(JSON.stringify(recordOf(text))).not.toContain('operator');
    const laptop = 'shop: { production: { cloud: null, certificates: null } }';
    expect(Object.keys(recordOf(laptop))).not.toContain('certificates');
    expect(Object.keys(recordOf(laptop))).not.toContain('cloud');
  });

  test('of what may be absent and is absent changes nothing', () => {
    expect(recordOf('shop: { production: { cloud: { stateBucket: null } } }')).toEqual(shop);
  });

  test.each<[string, string, string]>([
    [
      'of what is required',
      'shop: { production: { hosts: null } }',
      'shop.production.hosts: null - expected an object: it is required, and null would unset it',
    ],
    [
      'of what a rule requires',
      'shop: { production: { certificates: null } }',
      'shop.production.certificates: null - expected a section with email',
    ],
    [
      'of a key that nobody knows',
      'shop: { production: { certificate: null } }',
      'shop.production.certificate: unknown key; did you mean certificates?',
    ],
    [
      'of a name that is not there',
      'shop: { production: { admins: { oprator: null } } }',
      'shop.production.admins.oprator: null - expected a string: there is nothing that null could unset',
    ],
    [
      'of all names of a record that wants one',
      'shop: { production: { admins: { operator: null } } }',
      'shop.production.admins: {} - expected at least one range',
    ],
    [
      'in a list',
      'shop: { local: { worker: { command: [null] } } }',
      'shop.local.worker.command.0: null - expected a string',
    ],
  ])('%s is refused', (_, text, message) => {
    const lines = answer(text);
    expect(lines.slice(1)).toEqual([expect.stringContaining(message)]);
  });
});

describe('the file', () => {
  const place = (name: string) => {
    const at = path.join(folder, name);
    fs.rmSync(at, { recursive: true, force: true });
    fs.mkdirSync(at);
    return at;
  };

  test('is named as somebody would type it', () => {
    fs.writeFileSync(path.join(folder, 'mine.yaml'), 'x: 1');
    expect(answerOf(path.join(folder, 'mine.yaml'))[0]).toBe('mine.yaml has a problem:');
    expect(answerOf(path.join(folder, 'mine.yaml'), path.dirname(folder))[0]).toBe(
      `${path.basename(folder)}/mine.yaml has a problem:`,
    );
    expect(answerOf(path.join(folder, 'mine.yaml'), path.join(folder, 'below'))[0]).toBe(
      `${folder}/mine.yaml has a problem:`,
    );
    expect(answerOf(path.join(folder, 'gone.yaml'))).toEqual([
      'Configuration cannot be read:',
      'gone.yaml: no such file',
    ]);
  });

  test('that is not there is none', () => {
    expect(findConfig(place('empty'))).toBeUndefined();
  });

  test.each([
    ['leads nowhere', 'elsewhere/mine.yaml', 'terrachart.yaml: a link to elsewhere/mine.yaml, which is not there'],
    ['leads back to itself', 'terrachart.yaml', 'terrachart.yaml: a link that leads back to itself'],
  ])('that is a link which %s is refused', (_, target, message) => {
    const at = place('link');
    fs.symlinkSync(target, path.join(at, 'terrachart.yaml'));
    expect(answerOf(readOptions([], {}, at).config, at)).toEqual(['Configuration cannot be read:', message]);
  });

  test.each(['terrachart.yml', 'Terrachart.yaml', '.terrachart.yaml'])('of the name %s is not passed over', (name) => {
    const at = place('almost');
    fs.writeFileSync(path.join(at, name), '');
    expect(() => readOptions([], {}, at)).toThrow(`${name}: only terrachart.yaml is read; rename it`);
    expect(readOptions(['--config', 'x.yaml'], {}, at).config).toEqual([expect.stringMatching(/x\.yaml$/)]);
  });
});
