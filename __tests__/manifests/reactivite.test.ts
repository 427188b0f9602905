import { contracts, type ReactiviteConfig } from '../../config/reactivite';
import type { KubernetesObject } from '../../model/objects';
import { builtIn, builtInManifests } from '../support/built-in';
import { type Manifests, manifestsOf } from '../support/manifests';
import { reviewedCharts } from '../support/reviewed';

reviewedCharts('reactivite');

const { fastapi } = contracts;
const environments = ['local', 'production'] as const;
type Environment = (typeof environments)[number];
type Mail = NonNullable<ReactiviteConfig['mail']>;

const mail: Mail = { host: 'mail.example.org', port: 465, security: 'tls', sender: 'app@example.org' };
const withLogin: Mail = { ...mail, username: 'app' };

function withMail(environment: Environment, server: Mail): Promise<Manifests> {
  return manifestsOf([
    builtIn<ReactiviteConfig>('reactivite', environment, (config) => ({
      ...config,
      mail: server,
    })),
  ]);
}

const deployment = (made: Manifests) => made.get('Deployment/reactivite/fastapi');
const migration = (made: Manifests) => made.get('Job/reactivite/create-schema');
const pod = (object: KubernetesObject) => object.spec.template.spec;
const container = (object: KubernetesObject) => pod(object).containers[0];
const variables = (object: KubernetesObject): Record<string, unknown> =>
  Object.fromEntries(
    container(object).env.map((one: { name: string; value?: string; valueFrom?: unknown }) => [
      one.name,
      one.value ?? one.valueFrom,
    ]),
  );
const egressPorts = (made: Manifests, name: string): unknown[] =>
  made
    .get(`NetworkPolicy/reactivite/${name}`)
    .spec.egress.flatMap(({ ports = [] }: { ports?: { port: unknown }[] }) => ports.map(({ port }) => port));

describe.each(environments)('the API of %s', (environment) => {
  const made = builtInManifests(environment, 'reactivite');

  test('is run, asked and stopped as it agreed', () => {
    const { command, ports, livenessProbe, startupProbe, readinessProbe } = container(deployment(made));
    expect(command.slice(-fastapi.commands.serve.length)).toEqual(fastapi.commands.serve);
    const numbers = ports.map(({ name, containerPort }: { name: string; containerPort: number }) => [
      name,
      containerPort,
    ]);
    expect(Object.fromEntries(numbers)).toEqual(fastapi.ports);
    const paths = [livenessProbe, startupProbe, readinessProbe].map(({ httpGet }) => httpGet.path);
    expect(paths).toEqual([fastapi.paths.health, fastapi.paths.health, fastapi.paths.ready]);
    expect(pod(deployment(made)).terminationGracePeriodSeconds).toBeGreaterThan(20);
  });

  test('gets no variable that it does not know, and every secret that it needs from where secrets are', () => {
    const given = variables(deployment(made));
    const known: readonly string[] = [...fastapi.variables.required, ...fastapi.variables.optional];
    expect(Object.keys(given).filter((name) => !known.includes(name) && name !== 'DATABASE_PASSWORD')).toEqual([]);
    const rendered =
      environment === 'production'
        ? made.get('ConfigMap/reactivite/fastapi-vault-agent').data['fastapi.env.ctmpl']
        : '';
    for (const name of fastapi.variables.required) expect(name in given || rendered.includes(`${name}=`)).toBe(true);
  });

  test('makes its tables by its own image, as itself, in the database that it uses', () => {
    const { command } = container(migration(made));
    expect(command.slice(-fastapi.commands.migrate.length)).toEqual(fastapi.commands.migrate);
    expect(command.join(' ')).toContain(`until (${fastapi.commands.answers.join(' ')})`);
    for (const read of [
      (object: KubernetesObject) => container(object).image,
      (object: KubernetesObject) => variables(object).DATABASE_URL,
      (object: KubernetesObject) => variables(object).DATABASE_PASSWORD,
      (object: KubernetesObject) => pod(object).serviceAccountName,
      (object: KubernetesObject) => pod(object).securityContext,
    ]) {
      expect(read(migration(made))).toEqual(read(deployment(made)));
    }
    // It signs nothing, and asks Vault for nothing.
    expect(Object.keys(variables(migration(made)))).not.toContain('SECRET_KEY');
  });

  test('without a mail server knows of none and reaches none', () => {
    expect(Object.keys(variables(deployment(made))).filter((name) => name.startsWith('SMTP_'))).toEqual([]);
    expect(egressPorts(made, 'fastapi').filter((port) => [25, 465, 587].includes(port as number))).toEqual([]);
  });

  test('with one sends mail there, by its port alone, and from no other pod', async () => {
    const mailing = await withMail(environment, mail);
    expect(variables(deployment(mailing))).toMatchObject({
      FRONT_END_URL: expect.stringMatching(/^https:\/\/streamlit\./),
      SMTP_HOST: 'mail.example.org',
      SMTP_PORT: '465',
      SMTP_SECURITY: 'tls',
      SMTP_SENDER: 'app@example.org',
    });
    expect(Object.keys(variables(deployment(mailing)))).not.toContain('SMTP_PASSWORD');
    expect(egressPorts(mailing, 'fastapi').filter((port) => !egressPorts(made, 'fastapi').includes(port))).toEqual([
      465,
    ]);
    expect(egressPorts(mailing, 'create-schema')).toEqual(egressPorts(made, 'create-schema'));
  });
});

describe("the mail server's password", () => {
  test('is a Secret of the user’s where the others are generated', async () => {
    const made = await withMail('local', withLogin);
    expect(variables(deployment(made))).toMatchObject({
      SMTP_USERNAME: 'app',
      SMTP_PASSWORD: { secretKeyRef: { name: 'fastapi-smtp', key: 'password' } },
    });
    const [secret] = made.expectations.filter(({ name }) => name === 'reactivite/fastapi-smtp');
    expect(secret?.from).toContain('--from-file=password=/dev/stdin');
  });

  test('comes from Vault where they do', async () => {
    const made = await withMail('production', withLogin);
    expect(Object.keys(variables(deployment(made)))).not.toContain('SMTP_PASSWORD');
    const template = made.get('ConfigMap/reactivite/fastapi-vault-agent').data['fastapi.env.ctmpl'];
    expect(template).toContain('SMTP_PASSWORD=');
    expect(made.expectations.filter(({ name }) => name === 'reactivite/fastapi-smtp')).toEqual([]);
  });
});
