import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { parse } from 'yaml';
import { root } from '../../cli/options';
import { copyRepository } from '../support/copy';
import { shown } from '../support/shown';

jest.setTimeout(300_000);

/** A copy of the repository without a configuration of the user's. */
const copy = fs.mkdtempSync(path.join(tmpdir(), 'terrachart-snapshots-'));
const at = (file: string) => path.join(copy, file);

beforeAll(() => {
  for (const file of copyRepository(copy).filter((name) => /^(terrachart\.ya?ml$|__tests__\/own\/__snap)/.test(name)))
    fs.rmSync(at(file));
  fs.symlinkSync(path.join(root, 'node_modules'), at('node_modules'));
  execFileSync('git', ['init', '--quiet'], { cwd: copy });
});
afterAll(() => fs.rmSync(copy, { recursive: true }));

/** `npm test` of some files. @returns whether it passed, and what it printed */
function npmTest(files: string, ...options: string[]) {
  const { CI: _, ...env } = process.env;
  const { status, stderr } = spawnSync('npm', ['test', '--', files, ...options], { cwd: copy, env, encoding: 'utf8' });
  return { passed: status === 0, says: stderr };
}

describe('npm test', () => {
  const tests = (...names: string[]) =>
    fs.writeFileSync(
      at('__tests__/tiny.test.ts'),
      names.map((name) => `test('${name}', () => expect('text').toMatchSnapshot());\n`).join(''),
    );

  test('fails where a snapshot is missing, and writes none', () => {
    tests('one', 'two');
    expect(npmTest('__tests__/tiny')).toMatchObject({ passed: false, says: expect.stringContaining('not written') });
    expect(fs.existsSync(at('__tests__/__snapshots__'))).toBe(false);
    expect(npmTest('__tests__/tiny', '-u').passed).toBe(true);
    expect(npmTest('__tests__/tiny').passed).toBe(true);
  });

  test('fails where a snapshot is of a test that is gone', () => {
    tests('one');
    expect(npmTest('__tests__/tiny')).toMatchObject({ passed: false, says: expect.stringContaining('1 obsolete') });
    expect(npmTest('__tests__/tiny', '-u').passed).toBe(true);
  });

  test('fails where a file of snapshots is of a file of tests that is gone', () => {
    const snapshots = at('__tests__/__snapshots__');
    fs.copyFileSync(path.join(snapshots, 'tiny.test.ts.snap'), path.join(snapshots, 'gone.test.ts.snap'));
    expect(npmTest('__tests__/tiny')).toMatchObject({
      passed: false,
      says: expect.stringContaining('1 snapshot file obsolete'),
    });
    fs.rmSync(at('__tests__/tiny.test.ts'));
    fs.rmSync(snapshots, { recursive: true });
  });
});

(shown('configuration in the README') ? describe : describe.skip)("the user's own snapshots", () => {
  const example = fs.readFileSync(path.join(root, 'terrachart.example.yaml'), 'utf8');
  const [first, ...others] = Object.entries((parse(example) ?? {}) as Record<string, unknown>);
  const configure = (systems: typeof others, domain = 'example.com') =>
    fs.writeFileSync(
      at('terrachart.yaml'),
      JSON.stringify(Object.fromEntries(systems)).replaceAll('example.com', domain),
    );
  const own = '__tests__/own';
  const folder = at(`${own}/__snapshots__`);
  if (!first) return;

  test('without a terrachart.yaml there is nothing to compare', () => {
    const { passed, says } = npmTest(own);
    expect(passed).toBe(true);
    expect(says).toContain('2 skipped');
    expect(says).not.toContain('terrachart.yaml ');
  });

  test('before they are begun, one line says how to begin', () => {
    configure([first]);
    const { passed, says } = npmTest(own);
    expect(passed).toBe(true);
    expect(says.match(/^.*npm test -- -u begins __tests__\/own\/__snapshots__\.$/gm)).toHaveLength(1);
    expect(fs.existsSync(folder)).toBe(false);
  });

  test('once they are begun they hold, and what is changed, missing or obsolete fails', () => {
    configure([first]);
    expect(npmTest(own, '-u').passed).toBe(true);
    expect(fs.readdirSync(folder)).toHaveLength(1);
    expect(npmTest(own)).toMatchObject({ passed: true, says: expect.stringContaining('2 passed') });
    configure([first], 'example.org');
    expect(npmTest(own)).toMatchObject({ passed: false, says: expect.stringMatching(/^\s+\+ .*example\.org/m) });
    configure([first, ...others]);
    expect(npmTest(own)).toMatchObject({ passed: false, says: expect.stringContaining('not written') });
    configure([]);
    expect(npmTest(own)).toMatchObject({ passed: false, says: expect.stringMatching(/\d+ obsolete/) });
  });

  test('a folder that is left over is named', () => {
    fs.rmSync(at('terrachart.yaml'));
    const { passed, says } = npmTest(own);
    expect(passed).toBe(true);
    expect(says).toContain('__tests__/own/__snapshots__ is of a terrachart.yaml that is gone');
  });
});
