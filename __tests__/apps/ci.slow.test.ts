import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../cli/options';
import { shown, testShown } from '../support/shown';

/** Folders with a Dockerfile, of systems with one app and with several. */
const apps = readdirSync(join(root, 'apps'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => [name, ...readdirSync(join(root, 'apps', name)).map((below) => join(name, below))])
  .filter((name) => existsSync(join(root, 'apps', name, 'Dockerfile')))
  .map((name) => `apps/${name}`)
  .sort();

const script = '.ci/apps.sh';
let checkout = '';

function run(command: string, args: readonly string[], env: Record<string, string> = {}) {
  const { PATH } = process.env;
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: checkout,
    encoding: 'utf8',
    // Neither the choice of whoever runs these tests nor their git's settings.
    env: { PATH, HOME: checkout, GIT_CONFIG_NOSYSTEM: '1', ...env } as NodeJS.ProcessEnv,
  });
  return { status, stdout, stderr };
}

const git = (...args: readonly string[]) => {
  const { status, stderr } = run('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.com', ...args]);
  if (status !== 0) throw new Error(stderr);
};

/** What CI would test. */
const chosen = (env: Record<string, string> = {}) => {
  const { status, stdout, stderr } = run('bash', [script, '--list'], env);
  if (status !== 0) throw new Error(stderr);
  return stdout.split('\n').filter(Boolean);
};

/** A commit on a branch of its own, which changes one file. */
function change(file: string): void {
  git('checkout', '--quiet', '-B', 'change', 'main');
  mkdirSync(join(checkout, file, '..'), { recursive: true });
  writeFileSync(join(checkout, file), 'changed');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'change');
}

beforeAll(() => {
  checkout = mkdtempSync(join(tmpdir(), 'terrachart-ci-'));
  cpSync(join(root, script), join(checkout, script));
  for (const app of apps) {
    for (const file of ['Dockerfile', '.ci']) cpSync(join(root, app, file), join(checkout, app, file));
  }
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'begin');
});
afterAll(() => rmSync(checkout, { recursive: true }));

test('CI knows every app', () => {
  expect(apps.length > 0).toBe(shown('app'));
  expect(chosen({ TERRACHART_APPS: 'all' }).sort()).toEqual(apps);
});

test('CI tests an app that changed, and not all of them', () => {
  for (const app of apps) {
    change(`${app}/deep/file`);
    expect(chosen()).toContain(app);
    expect(chosen().length).toBeLessThan(apps.length);
  }
});

test('CI tests all apps that are built in one folder when its lock file changed, and no other', () => {
  const contexts = apps.map((app) => run('bash', [script, '--context', app]).stdout.trim());
  const shared = contexts.filter((context, index) => context !== apps[index]);
  for (const context of new Set(shared)) {
    change(`${context}/package-lock.json`);
    expect(chosen().sort()).toEqual(apps.filter((_, index) => contexts[index] === context));
  }
  expect(shared.length > 0).toBe(shown('apps of one lock file'));
});

test('CI tests no app when none changed', () => {
  change('docs/page.md');
  expect(chosen()).toEqual([]);
});

testShown('app')('CI tests an app that changed in the working tree', () => {
  const [app = ''] = apps;
  change('docs/page.md');
  writeFileSync(join(checkout, app, 'new'), '');
  expect(chosen()).toContain(app);
  rmSync(join(checkout, app, 'new'));
});

test('CI tests all apps where nothing tells what changed, and where the way of testing did', () => {
  git('checkout', '--quiet', 'main');
  expect(chosen().sort()).toEqual(apps);
  expect(chosen({ TERRACHART_BASE: '0'.repeat(40) }).sort()).toEqual(apps);
  expect(chosen({ TERRACHART_BASE: 'HEAD' })).toEqual([]);
  change('.ci/other');
  expect(chosen().sort()).toEqual(apps);
});

test('CI refuses an app that is none', () => {
  const { status, stderr } = run('bash', [script, '--list'], { TERRACHART_APPS: 'apps/nobody' });
  expect(status).toBe(2);
  expect(stderr).toContain('apps/nobody is none of');
});
