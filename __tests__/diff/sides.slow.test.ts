import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { stringify } from 'yaml';
import { blocks } from '../../cli/bench/forecast/blocks';
import { world } from '../../cli/bench/forecast/changes';
import { objects } from '../../cli/bench/forecast/objects';
import { sideOfWorld, stackOf } from '../../cli/bench/forecast/score';
import { command } from '../../cli/diff';
import { mergeBase, sideAt } from '../../cli/diff/base';
import { compare } from '../../cli/diff/compare';
import { report } from '../../cli/diff/finding';
import { comparable, keptSide, stacksIn } from '../../cli/diff/kept';
import { reportIn } from '../../cli/diff/report/schema';
import { forecastOf } from '../../cli/diff/saved';
import { perform } from '../../cli/print';
import { firstLine } from '../../model/origin';

const scratch = fs.mkdtempSync(path.join(tmpdir(), 'diff-sides-'));
afterAll(() => fs.rmSync(scratch, { recursive: true }));

const of = { system: 'shop', environment: 'production' };
const known = ['shop.local', 'shop.production'];
const chart = (all: readonly object[]) => firstLine(of) + all.map((object) => stringify(object)).join('---\n');
const stacks = Object.entries(blocks).map(([name, all]) => [
  `stacks/${name}/cdk.tf.json`,
  JSON.stringify(stackOf(all)),
]);

function folder(files: Readonly<Record<string, string>>): string {
  const made = fs.mkdtempSync(path.join(scratch, 'folder-'));
  for (const [file, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(made, file)), { recursive: true });
    fs.writeFileSync(path.join(made, file), text);
  }
  return made;
}

describe('output that somebody kept', () => {
  const infra = Object.fromEntries(stacks.map(([file, text]) => [`cdktf.out/${file}`, text ?? '']));
  const kept = folder({ ...infra, 'dist/shop.k8s.yaml': chart(objects), 'dist/other.k8s.yaml': 'kind: Secret' });
  const now = sideOfWorld('now', world());
  const file = { half: 'files', ...of, kind: 'file', name: 'host/ssh_config', body: 'a: 1' } as const;

  test('is what was made, where nothing changed', () => {
    expect(compare(keptSide(kept, known).things, now.things)).toEqual([]);
  });

  test('has files of environments, by their paths', () => {
    expect(
      keptSide(folder({ 'stacks/.keep': '', 'files/shop-production/host/ssh_config': 'a: 1' }), known).things,
    ).toEqual([file]);
  });

  test('is found in folders of its environments, too', () => {
    const artifact = folder({ 'production/dist/shop.k8s.yaml': chart(objects) });
    expect(keptSide(artifact, known).things).toHaveLength(objects.length);
  });

  test('is compared with what is of its kind, and what is not is named', () => {
    const dist = keptSide(path.join(kept, 'dist'), known);
    const { things, notes } = comparable(now, dist);
    expect(compare(dist.things, things)).toEqual([]);
    expect(notes).toEqual(['Terraform stacks are not compared: nothing was kept of them.']);
  });

  test('is refused when there is none', () => {
    expect(() => keptSide(folder({ 'dist/README.md': '' }), known)).toThrow('expected a folder with the dist/');
  });

  test('belongs to the environment of the longest name, or to a system that is gone', () => {
    const texts = { 'stacks/shop-local-extra-net/cdk.tf.json': '{}', 'stacks/old/cdk.tf.json': '{}' };
    const found = stacksIn(texts, ['shop.local', 'shop.local-extra']);
    expect(found.map(({ system, environment }) => [system, environment])).toEqual([
      ['shop', 'local-extra'],
      ['old', ''],
    ]);
  });
});

test('watch says what a save does, of the files that changed', () => {
  const changed = structuredClone(objects).filter(({ kind }) => kind !== 'PersistentVolumeClaim');
  const text = forecastOf([{}, { 'shop.k8s.yaml': chart(objects) }], [{}, { 'shop.k8s.yaml': chart(changed) }], known);
  expect(text).toMatch(/^From the last synth to this one: 1 change, 1 dangerous/);
  expect(text).toContain('Danger: data lost:\n  PersistentVolumeClaim/shop/files (shop production): delete');
});

describe('a base', () => {
  const git = (where: string, ...args: string[]) =>
    spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-C', where, ...args], {
      encoding: 'utf8',
    });
  const here = (root: string) => ({ root, config: [], environments: ['shop.local', 'shop.production'] });

  test('is asked for where there is no git, no main, or a shallow clone', () => {
    const bare = folder({});
    expect(() => mergeBase(bare)).toThrow('no git repository');
    git(bare, 'init', '--quiet', '--initial-branch', 'topic');
    git(bare, 'commit', '--quiet', '--allow-empty', '--message', 'one');
    git(bare, 'commit', '--quiet', '--allow-empty', '--message', 'two');
    expect(() => mergeBase(bare)).toThrow('nor a branch main');
    git(scratch, 'clone', '--quiet', '--depth', '1', `file://${bare}`, 'shallow');
    expect(() => sideAt('HEAD~1', here(path.join(scratch, 'shallow')))).toThrow('git fetch --unshallow');
  });

  test('that cannot say everything at once is run once an environment, and that is said', () => {
    const synth = `const env = process.argv.at(-1);
      if (env === 'local') { console.error('no such environment'); process.exit(1); }
      const fs = require('fs');
      fs.mkdirSync('dist', { recursive: true });
      fs.writeFileSync('dist/shop-all.k8s.yaml', fs.readFileSync('chart.yaml'));
      fs.mkdirSync('cdktf.out/stacks/shop-production-net', { recursive: true });
      fs.writeFileSync('cdktf.out/stacks/shop-production-net/cdk.tf.json', '{"resource":{"aws_vpc":{"vpc":{}}}}');`;
    const root = folder({
      'package.json': JSON.stringify({ scripts: { synth: 'node synth.js' } }),
      'package-lock.json': '{}',
      'node_modules/.keep': '',
      '.gitignore': 'node_modules',
      'synth.js': synth,
      'chart.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: shop }\n',
    });
    git(root, 'init', '--quiet', '--initial-branch', 'main');
    git(root, 'add', '--all');
    git(root, 'commit', '--quiet', '--message', 'one');
    const { things, notes } = sideAt('main', here(root));
    expect(things.map(({ name, environment }) => [name, environment])).toEqual([
      ['shop-production-net/aws_vpc.vpc', 'production'],
      ['ConfigMap/shop/a', 'production'],
    ]);
    expect(notes).toEqual([
      expect.stringContaining('it was run once an environment'),
      'It does not make local: no such environment',
    ]);
    expect(git(root, 'worktree', 'list').stdout.trim().split('\n')).toHaveLength(1);
  });
});

describe('a report that was kept', () => {
  const file = (text: string) => path.join(folder({ 'report.json': text }), 'report.json');
  const after = sideOfWorld('after', { ...world(), objects: world().objects.slice(1) });
  const found = report(sideOfWorld('before', world()), after);

  test('is read as it was, and refused when it is none', () => {
    expect(reportIn(file(JSON.stringify(found)))).toEqual(JSON.parse(JSON.stringify(found)));
    expect(() => reportIn(file('<html>'))).toThrow('expected the JSON');
    expect(() => reportIn(file(JSON.stringify({ ...found, changes: [{ half: 'x' }] })))).toThrow('changes.0.half');
  });

  test.each([
    ['nothing', { ...found, changes: [] }, 0],
    ['changes', { ...found, changes: found.changes.map((each) => ({ ...each, dangers: [] })) }, 2],
    ['dangers', found, 3],
    ['no report', {}, 1],
  ])('ends with a code for scripts when it is asked for: %s', async (_, kept, code) => {
    const log = jest.spyOn(console, 'log').mockImplementation(() => {});
    const error = jest.spyOn(console, 'error').mockImplementation(() => {});
    const args = ['--report', file(JSON.stringify(kept))];
    expect(await perform('diff', command, [...args, '--exit-code'])).toBe(code);
    expect(await perform('diff', command, args)).toBe(code === 1 ? 1 : 0);
    log.mockRestore();
    error.mockRestore();
  });
});
