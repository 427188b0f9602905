/** @jest-environment node */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { stringify } from 'yaml';
import { z } from 'zod';
import { type Options, readOptions, root } from '../../cli/options';
import { Staging } from '../../cli/staging';
import { synth } from '../../cli/synth';
import { loadTargets } from '../../config/load';
import { InputError, type Target } from '../../config/system';
import type { KubernetesObject } from '../../model/objects';
import { firstLine } from '../../model/origin';
import { synthesize } from '../../synthesis/synthesize';
import { systems } from '../../synthesis/systems';
import { junk, mutation, type Schema, variation } from '../support/mutations';
import { noOverrides } from '../support/no-overrides';
import { Schemas } from '../support/schemas';
import { system as shop } from '../support/shop';
import { synthesize as stacksOf } from '../support/terraform';
import { graphOf } from '../support/terraform-graph';

/**
 * Whatever the input: either valid output, or a message that names the place, and nothing changed.
 * The same cases each time; FUZZ_RUNS=20 and FUZZ_SEED=1 look at twenty times as many, and at others.
 */
const runs = Number(process.env.FUZZ_RUNS ?? 1);
const seed = Number(process.env.FUZZ_SEED ?? 20261120);
const cases = (numRuns: number) => ({ numRuns: Math.ceil(numRuns * runs), seed });

/** Every step that changes a disk, so that a test can let it fail. */
const mockDisk = { step: (_name: string): void => {} };
jest.mock('node:fs', () => {
  const real = jest.requireActual<Record<string, (...args: unknown[]) => unknown>>('node:fs');
  const steps = ['copyFileSync', 'linkSync', 'mkdirSync', 'renameSync', 'rmSync', 'rmdirSync', 'writeFileSync'];
  const watched = steps.map((name) => [
    name,
    (...args: unknown[]) => {
      mockDisk.step(name);
      return real[name]?.(...args);
    },
  ]);
  return { ...real, ...Object.fromEntries(watched) };
});

/**
 * Lets the disk be full for the steps of that kind, from one of them on.
 * @param count how many fail; afterwards there is room again
 * @returns whether any step failed, and with what
 */
async function whileFull(kind: RegExp, first: number, count: number, act: () => unknown): Promise<unknown> {
  let seen = 0;
  mockDisk.step = (name) => {
    if (!kind.test(name)) return;
    seen++;
    if (seen < first || seen >= first + count) return;
    throw Object.assign(new Error(`ENOSPC: no space left on device, ${name}`), { code: 'ENOSPC', syscall: name });
  };
  try {
    await act();
    return undefined;
  } catch (error) {
    return error;
  } finally {
    mockDisk.step = () => {};
  }
}

const scratch = fs.mkdtempSync(path.join(tmpdir(), 'terrachart-fuzz-'));
afterAll(() => fs.rmSync(scratch, { recursive: true }));
const file = path.join(scratch, 'terrachart.yaml');

const records = systems.flatMap((system) =>
  Object.entries(system.environments).map(([environment, type]) => ({ system, environment, ...type })),
);

/** The targets that a text gives; undefined if it is refused, as it must be: by messages with a place, one a line. */
function load(text: string, known = systems): Target[] | undefined {
  fs.writeFileSync(file, text);
  try {
    return loadTargets(known, file);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    expect(error.message).toContain(file);
    expect(error.problems.length).toBeGreaterThan(0);
    for (const problem of error.problems) {
      expect(problem.path).toMatch(/^\S.*$/s);
      expect(problem.message).toMatch(/^[^\n]{3,}$/);
    }
    return undefined;
  }
}

describe('configurations', () => {
  /** Every record at once, each with junk of its own: a file costs more than what is in it. */
  const everyRecord = fc
    .tuple(...records.map(({ record }) => fc.option(mutation(record), { nil: {}, freq: 4 })))
    .map((overrides) => {
      const bySystem: Record<string, Record<string, object>> = {};
      records.forEach(({ system, environment }, i) => {
        bySystem[system.name] = { ...bySystem[system.name], [environment]: overrides[i] ?? {} };
      });
      return bySystem;
    });

  test('with junk in any place are read or refused', () => {
    let refused = 0;
    fc.assert(
      fc.property(everyRecord, (overrides) => {
        if (!load(JSON.stringify(overrides))) refused++;
      }),
      cases(250),
    );
    process.stdout.write(
      `${250 * runs * records.length} records with junk: ${refused} of ${250 * runs} files refused\n`,
    );
    expect(refused).toBeGreaterThan(150);
  });

  test('that are no records at all are refused', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...systems.map(({ name }) => name), 'x'), junk), (override) => {
        load(stringify(override));
      }),
      cases(200),
    );
  });

  test('in damaged files are read or refused', () => {
    const example = fs.readFileSync(path.join(root, 'terrachart.example.yaml'), 'utf8');
    const bits = [
      '\t',
      '\r\n',
      '\uFEFF',
      ':',
      '- ',
      '&a ',
      '*a',
      '<<: *a\n',
      '!!set ',
      '? ',
      '|',
      '>-',
      '---\n',
      '"',
      "'",
      '{',
      '[',
      '#',
      '%',
      '\u0000',
      '!!binary ',
    ];
    const damage = fc.tuple(
      fc.nat(example.length),
      fc.nat(12),
      fc.oneof(fc.constantFrom(...bits), fc.string({ maxLength: 6 })),
    );
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
        load(damages.reduce((text, [at, cut, bit]) => text.slice(0, at) + bit + text.slice(at + cut), example));
      }),
      cases(400),
    );
  });

  test.each<[string, string | Buffer]>([
    ['an anchor in itself', 'shop:\n  local:\n    volumes: &v\n      data: [*v]'],
    [
      'aliases that multiply',
      `a: &a [x,x]\n${'bcdefghijkl'.replace(/./g, (x) => `${x}: &${x} [${`*${String.fromCharCode(x.charCodeAt(0) - 1)},`.repeat(9)}]\n`)}`,
    ],
    ['an alias to nothing', 'shop: *gone'],
    ['a merge key', 'shop:\n  local: &l {volumes: {data: 1Gi}}\n  production: {<<: *l}'],
    ['tabs', 'shop:\n\tlocal: {}'],
    ['a key twice', 'shop: {}\nshop: {}'],
    ['two documents', 'a: 1\n---\nb: 2'],
    ['keys that are no text', '1: {}\n? [a]\n: 1\n? {b: c}\n: 2'],
    ['a set', 'shop: {local: !!set {volumes}}'],
    ['dates', '%YAML 1.1\n---\nshop: {local: {volumes: {data: 2001-01-01}}}'],
    ['bytes', 'shop: {local: !!binary aGk=}'],
    ['an ordered map', '%YAML 1.1\n---\n!!omap [shop: 1]'],
    ['a tag that makes code', 'shop: {local: {volumes: {data: !!js/function "x"}}}'],
    ['brackets without end', '['.repeat(50_000)],
    ['a deep nest', `shop: {local: {volumes: ${'{a: '.repeat(400)}1${'}'.repeat(400)}}}`],
    ['an empty key', 'shop: {local: {"": 1}}'],
    ['a path as key', 'shop: {local: {"volumes.data": 1}}'],
    ['keys of every object', 'shop: {local: {__proto__: {volumes: 1}, constructor: 1, toString: 1}}'],
    ['infinity', 'shop: {local: {volumes: {data: .inf, logs: .nan}}}'],
    ['a volume of all the world', 'shop: {local: {volumes: {data: 99999999999999999999Ti}}}'],
    ['a key with a control character', 'shop: {local: {"a\\e[31m\\n": 1}}'],
    ['UTF-16', Buffer.from('\uFEFFshop: {}', 'utf16le')],
    ['no text', Buffer.from([0, 1, 2, 255, 254])],
  ])('%s is refused', (_, text) => expect(load(text as string, [shop])).toBeUndefined());

  test.each<[string, string]>([
    ['a byte order mark', '\uFEFFshop: {local: {volumes: {data: 1Gi}}}'],
    ['Windows line ends', 'shop:\r\n  local:\r\n    volumes:\r\n      data: 3Gi\r\n'],
    ['an alias', 'shop: {local: {volumes: {data: &s 2Gi, logs: *s}}}'],
  ])('%s does no harm', (_, text) => expect(load(text, [shop])).toBeDefined());

  test('a problem says where, also for keys that are no names', () => {
    const messageOf = (text: string) => {
      try {
        return String(loadTargets([shop], write(text)).length);
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(messageOf('shop: {local: {"": 1}}')).toContain('shop.local."": unknown key');
    expect(messageOf('shop: {local: {"volumes.data": 1}}')).toContain('shop.local."volumes.data": unknown key');
    expect(messageOf('shop: {local: !!set {a}}')).toContain('shop.local: expected keys and values, not a Set');
    expect(messageOf('shop: {local: {volumes: {data: .inf}}}')).toContain('volumes.data: Infinity - expected');
    expect(messageOf('shop:\n  local:\n    volumes: &v\n      data: [*v]')).toContain(
      'shop.local.volumes.data.0: an alias of something that it stands in',
    );
  });
});

function write(text: string): string {
  fs.writeFileSync(file, text);
  return file;
}

describe('what is accepted by Kubernetes', () => {
  const schemas = new Schemas();

  test.each(records.filter(({ halves }) => halves.includes('kubernetes')))(
    'can be built: $system.name $environment',
    async ({ system, environment, record, ...type }) => {
      const schema = z.toJSONSchema(type.schema, { unrepresentable: 'any' }) as Schema;
      const some = fc.oneof(
        { weight: 4, arbitrary: variation(record, schema) },
        { weight: 1, arbitrary: mutation(record) },
      );
      let built = 0;
      await fc.assert(
        fc.asyncProperty(some, async (override) => {
          const targets = load(JSON.stringify({ [system.name]: { [environment]: override } }));
          const target = targets?.find((one) => one.system === system && one.environment === environment);
          if (!target || built >= 5 * runs) return;
          built++;
          const text = JSON.stringify((await synthesize({ kubernetes: [target] })).view(environment).objects);
          expect(text).not.toMatch(/undefined|NaN|\[object Object\]|Infinity/);
          const plain = JSON.parse(text) as KubernetesObject[];
          expect(
            plain.flatMap((object) => schemas.validatorOf(object)?.(object) ?? [`no schema of ${object.kind}`]),
          ).toEqual([]);
        }),
        cases(30),
      );
      expect(built).toBeGreaterThan(3);
    },
  );
});

describe('what is accepted by Terraform', () => {
  test.each(records.filter(({ halves }) => halves.includes('terraform')))(
    'can be built: $system.name $environment',
    async ({ system, environment, record, ...type }) => {
      const schema = z.toJSONSchema(type.schema, { unrepresentable: 'any' }) as Schema;
      let built = 0;
      await fc.assert(
        fc.asyncProperty(variation(record, schema), async (override) => {
          const targets = load(JSON.stringify({ [system.name]: { [environment]: override } }));
          const target = targets?.find((one) => one.system === system && one.environment === environment);
          if (!target || built >= 2 * runs) return;
          built++;
          for (const stack of Object.values((await stacksOf(target)).stacks)) {
            expect(graphOf(stack)).toEqual({ dangling: [], cycles: [] });
            expect(JSON.stringify(stack)).not.toMatch(/undefined|NaN|\[object Object\]|\$\{TfToken/);
          }
        }),
        cases(20),
      );
      expect(built).toBeGreaterThan(0);
    },
  );
});

describe('a synth', () => {
  const dist = path.join(scratch, 'dist');
  const name =
    systems.find(({ environments }) =>
      ['local', 'production'].every((environment) => environments[environment]?.halves.includes('kubernetes')),
    )?.name ?? '';
  const options = (environment: string): Options => ({
    ...readOptions(['--only', 'manifests', '--system', name, '--config', noOverrides, '--env', environment], {}),
    manifestsOut: dist,
  });

  test.each([
    ['renameSync', 2],
    ['rmSync', 1],
    ['writeFileSync', 3],
  ])('whose disk is full at %s %i leaves the output as it was, and the next one completes it', async (kind, first) => {
    await synth(options('local'));
    const gone = path.join(dist, 'gone.k8s.yaml');
    fs.writeFileSync(gone, firstLine({ system: name, environment: 'local' }));
    const before = tree(dist);
    const error = await whileFull(new RegExp(kind), first, 1, () => synth(options('production')));
    expect(error).toMatchObject({ code: 'ENOSPC', syscall: kind });
    expect(tree(dist)).toEqual(before);
    expect(await synth(options('production'))).toMatch(/[1-9]\d* written, [1-9]\d* removed/);
    expect(fs.existsSync(gone)).toBe(false);
    expect(await synth(options('production'))).toContain('nothing changed');
  });

  const program = (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const { PATH = '', HOME = '' } = process.env;
    return spawnSync(process.execPath, [path.join(root, 'cli/run.js'), 'synth', ...args], {
      cwd: scratch,
      env: { PATH, HOME, TERRACHART_CONFIG: noOverrides, CDK8S_OUTDIR: dist, ...env },
      encoding: 'utf8',
    });
  };

  test.each<[string, string[], RegExp]>([
    ['a folder instead of a file', ['--config', '.'], /EISDIR/],
    ['an option without a value', ['--config', ''], /EISDIR/],
    ['a file within a file', ['--config', 'terrachart.yaml/x'], /ENOTDIR/],
    ['an environment that every object has', ['--env', 'constructor'], /constructor: no such environment/],
  ])('refuses %s in one message', (_, args, message) => {
    write('');
    const before = tree(dist);
    const { status, stderr, stdout } = program(['--only', 'manifests', ...args]);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^\s+at |node:/m);
    expect(tree(dist)).toEqual(before);
  });

  test('takes a variable that is set to nothing for none', () => {
    expect(readOptions([], { TERRACHART_ENV: '', TERRACHART_SYSTEM: '', TERRACHART_CONFIG: '' })).toEqual(
      readOptions([], {}),
    );
    expect(readOptions([], { TERRACHART_SYSTEM: 'a,' }).systems).toEqual(['a']);
  });
});

describe('publication', () => {
  const halves = ['a', 'b'];
  const files = (names: string[], text: string) =>
    Object.fromEntries(halves.flatMap((half) => names.map((name) => [`${half}/${name}`, text])));
  const before = files(['1', '2', '3', '5'], 'old');
  const after = files(['1', '2', '3', 'sub/4'], 'new');
  const steps = Array.from({ length: 24 }, (_, i) => i + 1);

  function write(folder: string, content: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(content)) {
      fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      fs.writeFileSync(path.join(folder, name), text);
    }
  }

  /** Two halves: files that change, one that is new in a new folder, and one that goes. */
  function prepare(target: string) {
    const staging = new Staging(path.join(target, '../staging'));
    const outputs = halves.map((half) => ({
      files: Object.fromEntries(['1', '2', '3', 'sub/4'].map((name) => [name, 'new'])),
      target: path.join(target, half),
      isGenerated: () => true,
    }));
    return { staging, publish: () => staging.publish(outputs) };
  }

  function target(): string {
    const folder = path.join(fs.mkdtempSync(path.join(scratch, 'publish-')), 'target');
    write(folder, before);
    return folder;
  }

  test.each(steps)('on a disk that is full at step %i changes nothing', async (step) => {
    const folder = target();
    const { publish } = prepare(folder);
    const time = fs.statSync(path.join(folder, 'a/1')).mtimeMs;
    // linkSync has a copy to fall back on.
    const error = await whileFull(/copyFile|rename|rm|mkdir/, step, 1, publish);
    expect(tree(folder)).toEqual(error ? before : after);
    if (!error) return;
    expect(fs.existsSync(path.join(folder, 'a/sub'))).toBe(false);
    expect(fs.statSync(path.join(folder, 'a/1')).mtimeMs).toBe(time);
  });

  test.each(steps)('that is killed at step %i is repaired by the next run', async (step) => {
    const folder = target();
    // Nothing is done any more from here on, not even what would take it back.
    await whileFull(/./, step, Number.POSITIVE_INFINITY, prepare(folder).publish);
    for (const [name, text] of Object.entries(tree(folder))) expect([before[name], after[name]]).toContain(text);
    prepare(folder).publish();
    expect(tree(folder)).toEqual(after);
  });

  test('of one run takes nothing from another that begins or ends', () => {
    const parent = path.join(scratch, 'shared');
    const one = new Staging(parent);
    fs.mkdirSync(path.join(parent, String(process.ppid)));
    one.remove();
    expect(fs.readdirSync(parent)).toEqual([String(process.ppid)]);
    fs.rmSync(parent, { recursive: true });
    expect(() => one.remove()).not.toThrow();
  });
});

/** Content of every file below a folder, by its path from there. */
function tree(folder: string): Record<string, string> {
  const found = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = found.map((entry) => path.join(entry.parentPath ?? entry.path, entry.name)).sort();
  return Object.fromEntries(paths.map((each) => [path.relative(folder, each), fs.readFileSync(each, 'utf8')]));
}
