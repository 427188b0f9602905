import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { parse } from 'yaml';
import { root } from '../../cli/options';
import { testWith } from '../support/servers';

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Workflow {
  readonly on: Readonly<Record<string, { inputs?: object; secrets?: object } | null>>;
  readonly permissions: object;
  readonly env?: Readonly<Record<string, string>>;
  readonly concurrency: { readonly 'cancel-in-progress': boolean };
  readonly jobs: Readonly<Record<string, { permissions?: object; environment?: string; if?: string; steps: Step[] }>>;
}

const textOf = (name: string) => fs.readFileSync(path.join(root, `.github/workflows/${name}.yml`), 'utf8');
const read = (name: string) => parse(textOf(name)) as Workflow;
const preprod = read('twittix-preprod');
const production = read('twittix-production');
const scratch = fs.mkdtempSync(path.join(tmpdir(), 'twittix-workflows-'));
afterAll(() => fs.rmSync(scratch, { recursive: true }));

describe.each(Object.entries({ preprod, production }))('the workflow of %s', (name, workflow) => {
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

  test('is cut off by no other, and has no right that no job asks for', () => {
    expect(workflow.permissions).toEqual({});
    expect(workflow.concurrency['cancel-in-progress']).toBe(false);
  });

  test('pins every action by the SHA of a commit, and keeps no token in the checkout', () => {
    for (const { uses } of steps) if (uses) expect(uses).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
    for (const { uses, with: inputs } of steps) {
      if (uses?.startsWith('actions/checkout@')) expect(inputs?.['persist-credentials']).toBe(false);
    }
  });

  test('has no expression in a script, where its value would be code', () => {
    for (const { run = '' } of steps) expect(run).not.toContain('${{');
  });

  test('shows a secret to the step that connects, and to no other', () => {
    const seen = steps.filter((step) => JSON.stringify(step).includes('secrets.'));
    expect(seen.map((step) => step.name)).toEqual(name === 'preprod' ? ['Connect'] : []);
  });
});

describe('pre-production', () => {
  const job = Object.values(preprod.jobs)[0];
  const scriptOf = (name: string) => job?.steps.find((step) => step.name === name)?.run ?? '';

  test('is called by the repositories of the services, with a key and no other right', () => {
    expect(Object.keys(preprod.on)).toEqual(['workflow_call']);
    expect(Object.keys(preprod.on.workflow_call?.inputs ?? {})).toEqual([
      'service',
      'image',
      'host',
      'known_hosts',
      'load',
    ]);
    expect(Object.keys(preprod.on.workflow_call?.secrets ?? {})).toEqual(['ssh_key']);
    expect(job?.permissions).toBeUndefined();
  });

  const look = (SERVICE: string, IMAGE: string, HOST = '203.0.113.10') => {
    const { status, stdout } = spawnSync('bash', ['-e', '-c', scriptOf('Look at what is asked')], {
      env: { PATH: process.env.PATH, SERVICE, IMAGE, HOST },
      encoding: 'utf8',
    });
    return status === 0 ? 'taken' : stdout.trim();
  };

  test.each([
    ['api', 'ghcr.io/me/twittix/api:0123abc', '203.0.113.10', 'taken'],
    ['auth-api', 'registry.test:5000/auth-api:1.0.0', 'manager.example.com', 'taken'],
    ['', '', '2001:db8::1', 'taken'],
    ['api', 'ghcr.io/me/twittix/auth-api:1', '203.0.113.10', '::error::image: no image .../api:TAG'],
    ['api', 'ghcr.io/me/twittix/api', '203.0.113.10', '::error::image: no image .../api:TAG'],
    ['api', 'ghcr.io/me/api:1 auth-api=x', '203.0.113.10', '::error::image: no image .../api:TAG'],
    ['api', '', '203.0.113.10', '::error::image: no image .../api:TAG'],
    ['', 'ghcr.io/me/api:1', '203.0.113.10', '::error::service: no name of a service'],
    ['a;b', 'ghcr.io/me/a;b:1', '203.0.113.10', '::error::service: no name of a service'],
    ['api', 'ghcr.io/me/api:1', '-oProxyCommand=x', '::error::host: no name and no address'],
    ['api', 'ghcr.io/me/api:1', 'a\nProxyCommand x', '::error::host: no name and no address'],
  ])('of %j, image %j, at %j: %s', (service, image, host, answer) => {
    expect(look(service, image, host)).toBe(answer);
  });

  testWith('ssh-keygen', 'ssh')('connects to the host whose key it was told, and to no other', () => {
    const key = path.join(scratch, 'host');
    spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
    const connect = (KNOWN_HOSTS: string) => {
      const SSH_FOLDER = fs.mkdtempSync(path.join(scratch, 'ssh-'));
      const env = { PATH: process.env.PATH, SSH_FOLDER, HOST: '203.0.113.10', KNOWN_HOSTS, SSH_KEY: 'a key' };
      const { status, stdout } = spawnSync('bash', ['-e', '-c', scriptOf('Connect')], { env, encoding: 'utf8' });
      return { status, stdout, folder: SSH_FOLDER };
    };
    const pinned = fs.readFileSync(`${key}.pub`, 'utf8').split(' ').slice(0, 2).join(' ');
    expect(connect(`203.0.113.11 ${pinned}`)).toMatchObject({
      status: 1,
      stdout: '::error::known_hosts has no key of the host\n',
    });
    const { status, folder } = connect(`203.0.113.10 ${pinned}`);
    expect(status).toBe(0);
    for (const name of ['key', 'known_hosts', 'config'])
      expect(fs.statSync(path.join(folder, name)).mode & 0o77).toBe(0);
    // What ssh makes of it.
    const effective = spawnSync('ssh', ['-G', '-F', path.join(folder, 'config'), 'manager'], {
      encoding: 'utf8',
    }).stdout;
    const wanted = [
      'hostname 203.0.113.10',
      'user deploy',
      'stricthostkeychecking true',
      'forwardagent no',
      'batchmode yes',
    ];
    expect(effective.split('\n')).toEqual(
      expect.arrayContaining([...wanted, `identityfile ${folder}/key`, `userknownhostsfile ${folder}/known_hosts`]),
    );
  });
});

describe('production', () => {
  const job = Object.values(production.jobs)[0];

  test('is applied from main, after approval, by an account that trusts the environment', () => {
    expect(Object.keys(production.on)).toEqual(['workflow_dispatch']);
    expect(job).toMatchObject({
      if: "github.ref == 'refs/heads/main'",
      environment: 'twittix-production',
      permissions: { contents: 'read', 'id-token': 'write' },
    });
    expect(production.env?.TERRAFORM).toBe(read('conformance').env?.TERRAFORM);
  });

  test('what synthesizes has seen no credential', () => {
    const names = job?.steps.map(({ name, uses }) => name ?? uses) ?? [];
    const [made, become] = ['Synthesize', 'Become the account of this environment'].map((name) => names.indexOf(name));
    expect(made).toBeLessThan(become ?? 0);
    expect(
      job?.steps
        .slice(become)
        .map(({ run }) => run)
        .join(),
    ).not.toContain('npm');
  });

  /** The stacks that the script prints, of an output folder with these. */
  function stacksOf(stacks: Readonly<Record<string, object>>) {
    const folder = fs.mkdtempSync(path.join(scratch, 'out-'));
    for (const [name, backend] of Object.entries(stacks)) {
      fs.mkdirSync(path.join(folder, 'stacks', name), { recursive: true });
      fs.writeFileSync(path.join(folder, 'stacks', name, 'cdk.tf.json'), JSON.stringify({ terraform: { backend } }));
    }
    const index = { stacks: Object.fromEntries(Object.keys(stacks).map((name) => [name, { name }])) };
    fs.writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify(index));
    const script = path.join(root, '.github/twittix/production-stacks.sh');
    return spawnSync('bash', [script, folder], { encoding: 'utf8' });
  }

  const bucket = { gcs: { bucket: 'state' } };

  testWith('jq')('applies every stack of production but the one that says what it may do', () => {
    const names = [
      'twittix-preprod-hosts',
      'twittix-production-data',
      'twittix-production-delivery',
      'twittix-production-network',
    ];
    const { status, stdout } = stacksOf(Object.fromEntries(names.map((name) => [name, bucket])));
    expect([status, stdout]).toEqual([0, 'twittix-production-data\ntwittix-production-network\n']);
  });

  testWith('jq')('applies none whose state would be gone with the machine, and says what to do', () => {
    const { status, stderr } = stacksOf({
      'twittix-production-data': bucket,
      'twittix-production-network': { local: {} },
    });
    expect(status).toBe(1);
    expect(stderr).toContain(
      'twittix-production-network keeps its state in a file: name a bucket, twittix.production.gcp.stateBucket',
    );
    expect(stacksOf({ 'twittix-preprod-hosts': {} }).stderr).toContain('no stacks of twittix in production');
  });
});
