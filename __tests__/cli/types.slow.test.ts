import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { root } from '../../cli/options';
import { copyRepository } from '../support/copy';
import { noOverrides } from '../support/no-overrides';

jest.setTimeout(300_000);

/** A copy of the repository, whose packages are links so that one of them can be taken away. */
const copy = fs.mkdtempSync(path.join(tmpdir(), 'terrachart-types-'));
const at = (file: string) => path.join(copy, file);
const compiler = 'node_modules/typescript/bin/tsc';
const log = at('checks.log');

beforeAll(() => {
  copyRepository(copy);
  fs.mkdirSync(at('node_modules'));
  for (const name of fs.readdirSync(path.join(root, 'node_modules')).filter((entry) => entry !== '.cache'))
    fs.symlinkSync(path.join(root, 'node_modules', name), at(`node_modules/${name}`));
  // The real compiler, behind one that writes down that it was asked.
  fs.rmSync(at('node_modules/typescript'));
  fs.mkdirSync(path.dirname(at(compiler)), { recursive: true });
  fs.writeFileSync(
    at(compiler),
    `require('fs').appendFileSync(${JSON.stringify(log)}, 'x');
     const real = ${JSON.stringify(path.join(root, compiler))};
     process.exit(require('child_process').spawnSync(process.execPath, [real, ...process.argv.slice(2)], { stdio: 'inherit' }).status);`,
  );
  execFileSync('git', ['init', '--quiet'], { cwd: copy });
});
afterAll(() => fs.rmSync(copy, { recursive: true }));

function synth() {
  const { PATH = '', HOME = '' } = process.env;
  const before = checks();
  const { status, stdout, stderr } = spawnSync(process.execPath, [at('cli/run.js'), 'synth', '--only', 'manifests'], {
    cwd: copy,
    env: { PATH, HOME, TERRACHART_CONFIG: noOverrides },
    encoding: 'utf8',
  });
  return { status, stdout, stderr, checked: checks() - before };
}

function checks(): number {
  return fs.existsSync(log) ? fs.readFileSync(log, 'utf8').length : 0;
}

/** A source with an app in it, and what a typing error makes of it. */
const source = 'cli/bench/growth.ts';
const wrong = () => fs.writeFileSync(at(source), original.replace('replicas: 2', 'replica: 2'));
const original = fs.readFileSync(path.join(root, source), 'utf8');

test('types are checked once, and again only when a source changed', () => {
  expect(synth()).toMatchObject({ status: 0, checked: 1, stdout: expect.not.stringContaining('not checked') });
  expect(synth()).toMatchObject({ status: 0, checked: 0 });
  fs.writeFileSync(at(source), `${original}// Changed.\n`);
  expect(synth()).toMatchObject({ status: 0, checked: 1 });
  expect(synth()).toMatchObject({ status: 0, checked: 0 });
});

test('a property that a construct does not have is refused, each time, and nothing is written', () => {
  wrong();
  fs.rmSync(at('dist'), { recursive: true });
  for (const _ of [1, 2]) {
    const { status, stderr, checked } = synth();
    expect([status, checked]).toEqual([1, 1]);
    expect(stderr).toMatch(/^Types do not fit:\n {2}cli\/bench\/growth\.ts:\d+:\d+: .*'replica'.*'replicas'/);
    expect(fs.existsSync(at('dist'))).toBe(false);
  }
  fs.writeFileSync(at(source), original);
  expect(synth()).toMatchObject({ status: 0, checked: 1 });
});

test('a build information that a killed run left behind does no harm', () => {
  fs.writeFileSync(at('node_modules/.cache/terrachart/types.tsbuildinfo'), '{ "half');
  wrong();
  expect(synth()).toMatchObject({ status: 1, checked: 1 });
});

test('a compiler that fails is said, and does not keep anything from being written', () => {
  fs.writeFileSync(at(compiler), "console.error('cannot start'); process.exit(3);");
  expect(synth()).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^Types were not checked: TypeScript failed: cannot start\.$/m),
  });
});

test('without TypeScript the report says so', () => {
  fs.rmSync(at('node_modules/typescript'), { recursive: true });
  expect(synth()).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^Types were not checked: TypeScript is not installed \(npm ci installs it\)\.$/m),
  });
});
