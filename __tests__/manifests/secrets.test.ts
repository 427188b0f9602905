import { Testing } from 'cdk8s';
import { knownSecret, randomSecrets } from '../../manifests/constructs/secrets';
import { SystemChart } from '../../manifests/constructs/system-chart';

const secrets = { login: ['password', 'key'], other: ['token'] };

function chart(): SystemChart {
  return new SystemChart(Testing.app(), 'test', { system: 'test', namespace: 'test' });
}

function kindsOf(made: SystemChart): string[] {
  return made.toJson().map(({ kind }) => kind);
}

test('generated: one Job fills them all, and nobody else need do anything', () => {
  const made = chart();
  const refs = randomSecrets(made, 'generate', secrets, { podLabels: { mesh: 'no' } });
  const job = made.toJson().find(({ kind }) => kind === 'Job');
  expect(job.spec.template.spec.containers[0].args).toEqual(['login=password,key', 'other=token']);
  expect(job.spec.template.metadata.labels).toMatchObject({ mesh: 'no' });
  expect(made.expectations).toEqual([]);
  expect([refs.login.name, refs.other.name]).toEqual(['login', 'other']);
});

test('provided: each is expected, with a command that makes all its keys and shows no value', () => {
  const made = chart();
  const refs = randomSecrets(made, 'generate', secrets, { filledBy: 'provided' });
  expect(kindsOf(made)).toEqual([]);
  expect(made.expectations).toEqual([
    {
      kind: 'secret',
      name: 'test/login',
      from: `kubectl create secret generic login --namespace test ${['password', 'key']
        .map((key) => `--from-file=${key}=<(openssl rand -hex 32 | tr -d '\\n')`)
        .join(' ')}`,
    },
    expect.objectContaining({ name: 'test/other' }),
  ]);
  expect([refs.login.name, refs.other.name]).toEqual(['login', 'other']);
});

test('what only the user knows is read from standard input', () => {
  const made = chart();
  expect(knownSecret(made, 'smtp', 'password').name).toBe('smtp');
  expect(made.expectations).toEqual([
    {
      kind: 'secret',
      name: 'test/smtp',
      from: 'kubectl create secret generic smtp --namespace test --from-file=password=/dev/stdin',
    },
  ]);
});
