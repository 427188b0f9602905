import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { root } from '../../cli/options';
import { noOverrides } from '../support/no-overrides';

const folder = mkdtempSync(path.join(tmpdir(), 'terrachart-incident-'));
const kept = (id: string, environment = 'staging') =>
  path.join(root, `.terrachart/incidents/caternet-${environment}-${id}`);
const ids = ['try', 'broken'];

/** Each program records what it is called with, and fails where the file `fails` has a word of the call. */
const standIn = [
  '#!/bin/sh',
  `echo "$(basename "$0") $*" >>${folder}/calls`,
  `[ ! -e ${folder}/fails ] || ! echo "$*" | grep -qf ${folder}/fails || { echo 'permission denied' >&2; exit 1; }`,
  'echo output',
].join('\n');

beforeAll(() => {
  mkdirSync(path.join(folder, 'bin'));
  for (const program of ['gcloud', 'kubectl', 'aws', 'npm']) {
    writeFileSync(path.join(folder, 'bin', program), standIn);
    chmodSync(path.join(folder, 'bin', program), 0o755);
  }
});
beforeEach(() => {
  for (const file of ['calls', 'fails']) rmSync(path.join(folder, file), { force: true });
});
afterAll(() => {
  for (const id of ids) rmSync(kept(id), { recursive: true, force: true });
  rmSync(folder, { recursive: true });
});

function incident(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(root, 'cli/run.js'), 'incident', ...args], {
    env: { ...process.env, PATH: `${folder}/bin:${process.env.PATH}`, TERRACHART_CONFIG: noOverrides },
    encoding: 'utf8',
  });
  const file = path.join(folder, 'calls');
  const calls = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  return { status, stdout, stderr, calls };
}

test('nothing is done unless somebody says so', () => {
  const { status, stdout, calls } = incident(
    'caternet',
    'production',
    '--isolate',
    '--revoke',
    '--preserve',
    '--restore',
  );
  expect([status, calls]).toEqual([0, []]);
  expect(stdout).toContain('gcloud iam service-accounts disable caternet-catnodejs@caternet-production.iam');
});

test('a drill takes everything back that can be taken back, the last first, and keeps a report', () => {
  const { status, calls } = incident('caternet', 'staging', '--drill', '--id', 'try');
  expect(status).toBe(0);
  const about = (pattern: RegExp) => calls.filter((call) => pattern.test(call));
  const disabled = about(/service-accounts disable/).map((call) => call.split(' ')[4]);
  const enabled = about(/service-accounts enable/).map((call) => call.split(' ')[4]);
  expect(disabled.length).toBeGreaterThan(4);
  expect(enabled).toEqual([...disabled].reverse());
  expect(about(/add-iam-policy-binding/)).toHaveLength(about(/remove-iam-policy-binding/).length);
  expect(about(/aws iam (put|delete)-role-policy/)).toHaveLength(2);
  // The copies come back when everybody has his rights again, and the services after them.
  const restored = calls.indexOf(about(/kubectl create job restore-mongodb-try/)[0] ?? '');
  expect(restored).toBeGreaterThan(calls.indexOf('kubectl apply --filename=dist'));
  expect(calls.at(-1)).toMatch(/^kubectl scale deployment cadaver-exchange --replicas=[1-9]/);
  // It leaves no cluster of anybody else's in between.
  expect(calls[0]).toMatch(/^gcloud container clusters get-credentials caternet-staging /);
  expect(calls.join('\n')).not.toContain('production');
  expect(readFileSync(path.join(kept('try'), 'done.md'), 'utf8')).toMatch(
    /^\| done \| \d+ \| switches caternet-catnodejs@/m,
  );
});

test('a step that fails keeps no other from its turn, and is told', () => {
  writeFileSync(path.join(folder, 'fails'), 'service-accounts disable caternet-catnodejs\n');
  const { status, stdout, calls } = incident('caternet', 'staging', '--revoke', '--execute', '--id', 'broken');
  expect(status).toBe(1);
  expect(stdout).toMatch(/^failed +switches caternet-catnodejs@\S+ off: permission denied$/m);
  expect(calls.filter((call) => call.includes('disable')).length).toBeGreaterThan(4);
});

test.each([
  [['caternet', 'production', '--drill'], 'caternet production --drill: only in staging'],
  [['caternet', 'local', '--isolate'], 'no environment that reaches a cloud'],
  [['caternt', 'staging', '--isolate'], 'did you mean caternet?'],
  [['caternet', 'staging'], 'expected one of --isolate, --revoke, --preserve, --restore, or --drill'],
  [['caternet', 'staging', '--isolate', '--id', 'A;b'], 'expected lower-case letters'],
  [['caternet', 'staging', '--isolat'], 'did you mean --isolate?'],
])('%s is refused', (args, message) => {
  const { status, stderr, calls } = incident(...args);
  expect([status, calls]).toEqual([1, []]);
  expect(stderr).toContain(message);
});
