import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { inspect } from 'node:util';
import { stringify } from 'yaml';
import { readOptions, root } from '../../cli/options';
import { synth } from '../../cli/synth';
import { SecretRef } from '../../manifests/constructs/secret-ref';
import { redact, secretsIn } from '../../policy/secrets/detect';
import { loadTargets } from '../../synthesis/targets';
import { canaries } from '../policy/cases/secrets';
import { manifestsOf } from '../support/manifests';
import { noOverrides } from '../support/no-overrides';
import { shown } from '../support/shown';

const scratch = fs.mkdtempSync(path.join(tmpdir(), 'terrachart-secrets-'));
afterAll(() => fs.rmSync(scratch, { recursive: true }));

/** Every place of a configuration where a user may write text: `system.environment.path`. */
function textsOf(node: unknown, at: readonly string[] = []): string[][] {
  if (typeof node === 'string') return [[...at]];
  if (typeof node !== 'object' || node === null) return [];
  // The entries of a list are all alike.
  const entries = Array.isArray(node) ? Object.entries(node).slice(0, 1) : Object.entries(node);
  return entries.flatMap(([key, value]) => textsOf(value, [...at, key]));
}

/** The record with one text replaced; lists stay lists. */
function planted(node: unknown, [key, ...rest]: readonly string[], value: string): unknown {
  if (key === undefined) return value;
  const copy = (Array.isArray(node) ? [...node] : { ...(node as object) }) as Record<string, unknown>;
  copy[key] = planted(copy[key], rest, value);
  return copy;
}

function filesBelow(folder: string): string {
  if (!fs.existsSync(folder)) return '';
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => fs.readFileSync(path.join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}

describe('a secret that somebody types into the configuration', () => {
  const places = loadTargets().flatMap(({ system, environment, config }) =>
    textsOf(config).map((at) => ({
      name: [system.name, environment, ...at].join('.'),
      system,
      environment,
      config,
      at,
    })),
  );
  const typed = [canaries['hexadecimal value'], canaries['base 36 value']] as string[];
  // The words that surround it where a format demands some.
  const disguises = (canary: string) => [canary, `--password=${canary}`, `${canary}.example.com`];
  const file = path.join(scratch, 'canary.yaml');

  test('has places to be typed into', () => {
    expect(places.length).toBeGreaterThan(shown('app') ? 30 : 0);
  });

  test.each(places)('$name: is refused, and not printed', async ({ system, environment, config, at, name }) => {
    const folder = path.join(scratch, name);
    const options = {
      ...readOptions(['--config', file, '--env', environment, '--system', system.name], {}),
      infraOut: path.join(folder, 'cdktf.out'),
      manifestsOut: path.join(folder, 'dist'),
    };
    for (const canary of typed) {
      for (const value of disguises(canary)) {
        fs.writeFileSync(file, stringify({ [system.name]: { [environment]: planted(config, at, value) } }));
        const printed = await synth(options).then(
          (summary) => redact(summary, 'report'),
          (error: Error) => redact(error.message, 'error'),
        );
        expect(printed).not.toContain(canary);
        expect(filesBelow(folder)).not.toContain(canary);
      }
    }
  });

  test('the program itself prints none', () => {
    const unknown = Object.fromEntries(Object.values(canaries).map((canary) => [canary, 1]));
    const [{ system, environment, config } = { system: { name: '' }, environment: '', config: {} }] = places;
    const here = places.filter((place) => place.config === config);
    const token = canaries['GitHub token'] ?? '';
    const everywhere = here.reduce<unknown>((record, { at }) => planted(record, at, token), config);
    fs.writeFileSync(file, stringify({ [system.name]: { [environment]: { ...(everywhere as object), ...unknown } } }));
    const outcome = spawnSync(process.execPath, [path.join(root, 'cli/run.js'), 'synth', '--config', file], {
      encoding: 'utf8',
    });
    expect(outcome.status).toBe(1);
    expect(here.some(({ name }) => outcome.stderr.includes(`${name}: `))).toBe(true);
    for (const canary of Object.values(canaries)) expect(outcome.stdout + outcome.stderr).not.toContain(canary);
  });
});

test('a secret in the environment or in a file of the user reaches no output and no report', () => {
  const home = path.join(scratch, 'home');
  for (const [file, canary] of [
    ['.aws/credentials', canaries['AWS secret key']],
    ['.config/gcloud/application_default_credentials.json', canaries['Google API key']],
    ['.kube/config', canaries['JSON Web Token']],
    ['.ssh/id_ed25519', canaries['private key']],
  ] as const) {
    fs.mkdirSync(path.dirname(path.join(home, file)), { recursive: true });
    fs.writeFileSync(path.join(home, file), String(canary));
  }
  const names = [
    'AWS_SECRET_ACCESS_KEY',
    'GOOGLE_CREDENTIALS',
    'VAULT_TOKEN',
    'GITHUB_TOKEN',
    'TF_VAR_password',
    'PASSWORD',
  ];
  const values = Object.values(canaries);
  const env = Object.fromEntries(names.map((name, i) => [name, values[i] ?? '']));
  for (const [half, out] of [
    ['infra', 'CDKTF_OUTDIR'],
    ['manifests', 'CDK8S_OUTDIR'],
  ] as const) {
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [path.join(root, 'cli/run.js'), 'synth', '--only', half, '--env', 'production', '--config', noOverrides],
      { env: { PATH: process.env.PATH, HOME: home, ...env, [out]: path.join(scratch, 'env', half) }, encoding: 'utf8' },
    );
    expect([status, stderr]).toEqual([0, '']);
    const everything = `${stdout}${filesBelow(path.join(scratch, 'env', half))}`;
    expect(values.filter((canary) => everything.includes(canary))).toEqual([]);
  }
});

test('snapshots, expectations and the script that generates secrets hold no value', async () => {
  const snapshots = ['infra', 'manifests'].map((half) => path.join(root, '__tests__', half, '__snapshots__'));
  const lines = snapshots.flatMap((folder) => filesBelow(folder).split('\n'));
  const { expectations } = await manifestsOf(loadTargets().filter(({ environment }) => environment === 'production'));
  const script = fs.readFileSync(path.join(root, 'manifests/constructs/generate-secrets.sh'), 'utf8');
  for (const text of [...lines, ...expectations.flatMap(({ name, from }) => [name, from]), ...script.split('\n')])
    expect(secretsIn(text, '').map(({ what }) => `${what}: ${text}`)).toEqual([]);
  // What it makes goes from /dev/urandom to the API server, and only names are printed.
  expect(script).not.toMatch(/echo .*\$(data|\(random)/);
});

describe('a SecretRef', () => {
  const ref = new SecretRef('fastapi');

  test.each<[string, () => unknown]>([
    ['a template', () => `${ref}`],
    ['a sum', () => `${'a'}${ref}`],
    ['String()', () => String(ref)],
    ['JSON', () => JSON.stringify({ ref })],
    ['YAML', () => stringify({ ref })],
    ['a comparison', () => (ref as unknown as number) > 1],
    ['join', () => [ref].join()],
    ['valueOf', () => ref.valueOf()],
  ])('cannot become text by %s', (_, attempt) => {
    expect(attempt).toThrow('The Secret fastapi cannot become text');
  });

  test('shows its name in a log, and has nothing else to show', () => {
    expect(inspect({ ref })).toBe('{ ref: SecretRef(fastapi) }');
    expect(Object.keys(ref)).toEqual([]);
    expect({ ...ref }).toEqual({});
  });

  test('is what variables and volumes refer to', () => {
    expect(ref.env('KEY')).toEqual({ secretKeyRef: { name: 'fastapi', key: 'KEY' } });
    expect(ref.volume('v', ['KEY']).source).toEqual({
      secret: { secretName: 'fastapi', items: [{ key: 'KEY', path: 'KEY' }], defaultMode: 0o440 },
    });
  });
});
