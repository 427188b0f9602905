import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { status } from '../../cli/laptop-status';
import { ingressUrl, kubeconfig, settings, sharedCluster } from '../../config/laptop/facts';
import { type ClusterConfig, cluster } from '../../config/laptop/values';
import type { Target } from '../../config/system';
import { loadTargets } from '../../synthesis/targets';
import { builtInManifests, builtInStacks } from '../support/built-in';
import { find, scriptFolders } from '../support/laptop';
import { describeEach } from '../support/shown';
import type { Block, Stack } from '../support/terraform';
import { graphOf } from '../support/terraform-graph';

const root = join(__dirname, '../..');
const targets = loadTargets().filter(
  ({ environment, halves }) => environment === 'local' && halves.includes('terraform'),
) as Target<{ readonly cluster: ClusterConfig }>[];

interface Command {
  readonly command: string;
  readonly working_dir: string;
  readonly when?: string;
  readonly environment: Readonly<Record<string, string>>;
}

const commandsOf = (block?: Block) =>
  ((block?.provisioner ?? []) as { 'local-exec': Command }[]).map((provisioner) => provisioner['local-exec']);

test('every system can be tried on a laptop', () => {
  const tried = targets.map(({ system }) => system.name);
  const local = loadTargets().filter(({ environment }) => environment === 'local');
  expect(local.map(({ system }) => system.name)).toEqual(tried);
});

describeEach(targets.map((target) => [`${target.system.name}-local`, target] as const))('%s', (name, target) => {
  const system = target.system.name;
  const { stacks, files } = builtInStacks(system, 'local');
  const stack = stacks[name] as Stack;
  const { removal, ...steps } = stack.resource.terraform_data as Record<string, Block>;

  test('keeps its state beside the checkout, and needs no provider: terraform_data is built in', () => {
    expect(stack.terraform.backend).toEqual({ local: { path: `../../../.terrachart/state/${name}.tfstate` } });
    expect(stack.provider ?? {}).toEqual({});
    expect(stack.terraform).not.toHaveProperty('required_providers');
    expect(Object.keys(stack.resource)).toEqual(['terraform_data']);
    expect(graphOf(stack)).toEqual({ dangling: [], cycles: [] });
  });

  test('holds no path of this machine', () => {
    const text = files[`stacks/${name}/cdk.tf.json`] ?? '';
    expect(text).not.toContain(process.cwd());
    for (const path of text.match(/[^" ]*\/dist\b/g) ?? []) expect(path).toContain('${path.module}/../../..');
    for (const block of Object.values(steps)) {
      for (const { working_dir } of commandsOf(block)) expect(working_dir).toBe('${path.module}/../../..');
    }
  });

  test('runs each step by a script that exists, again when that script changes', () => {
    for (const block of Object.values(steps)) {
      const [{ command } = { command: '' }, ...others] = commandsOf(block);
      expect(others).toEqual([]);
      const file = command.replace(/^bash /, '');
      expect(existsSync(join(root, file))).toBe(true);
      expect(block.triggers_replace).toHaveProperty(
        'script',
        `\${try(filesha256("\${path.module}/../../../${file}"), "missing")}`,
      );
    }
  });

  test('leaves checksums of files to Terraform', () => {
    const checksums = Object.entries(stack.locals ?? {}).filter(([id]) => id.endsWith('_checksum'));
    expect(checksums.length).toBeGreaterThan(0);
    for (const [, checksum] of checksums) expect(checksum).toMatch(/^\$\{sha256\(.*filesha256\(/);
    expect(stack.locals?.charts_checksum).toContain('namespaces,');
  });

  test('goes by what the state remembers, apart from the step that may fail', () => {
    expect(
      Object.values(steps)
        .flatMap(commandsOf)
        .filter(({ when }) => when),
    ).toEqual([]);
    const [{ when, command, environment } = { when: '', command: '', environment: {} }] = commandsOf(removal);
    expect([when, command]).toEqual(['destroy', 'bash infra/constructs/laptop/scripts/remove.sh']);
    for (const [key, value] of Object.entries(environment)) expect(value).toBe(`\${self.input.${key}}`);
    const { PART_REMOVALS: removals = '' } = (removal?.input ?? {}) as Record<string, string>;
    for (const script of removals.split(' ').filter(Boolean)) {
      expect(existsSync(join(root, script))).toBe(true);
    }
  });

  test('gives every script a kubeconfig of the cluster alone', () => {
    for (const block of Object.values(steps)) {
      expect(commandsOf(block)[0]?.environment).toMatchObject({ OWN_KUBECONFIG: kubeconfig(target.config.cluster) });
    }
  });

  test('builds every image that nobody can pull, and restarts and awaits workloads that there are', () => {
    const charts = builtInManifests('local', system);
    const built = Object.values(steps).flatMap((block) => commandsOf(block)[0]?.environment.IMAGE ?? []);
    expect(charts.expectations.flatMap(({ kind, name }) => (kind === 'image' ? name : [])).sort()).toEqual(
      built.sort(),
    );
    for (const block of Object.values(steps)) {
      const { FOLDER: folder, DOCKERFILE: file = '' } = commandsOf(block)[0]?.environment ?? {};
      if (folder) expect(existsSync(join(root, folder, file))).toBe(true);
    }
    const { STARTED_WITH = '', BY_HAND = '' } = commandsOf(steps.rollout)[0]?.environment ?? {};
    for (const line of `${STARTED_WITH}\n${BY_HAND}`.split('\n').filter(Boolean)) {
      const [namespace, workload = ''] = line.split(' ');
      const [kind, name] = workload.split('/');
      expect(charts.get(`${kind}/${namespace}/${name}`).kind).toBe(kind);
    }
  });

  test('takes node ports that the shared cluster publishes, and 80 and 443 by Traefik alone', () => {
    const { objects } = builtInManifests('local', system);
    const services = objects.filter(({ kind }) => kind === 'Service') as unknown as {
      spec: { type?: string; ports: { nodePort?: number }[] };
      metadata: { name: string };
    }[];
    const taken = services.flatMap(({ spec }) => spec.ports.flatMap(({ nodePort }) => nodePort ?? []));
    expect(taken.filter((port) => !sharedCluster.nodePorts.includes(port))).toEqual([]);
    const balanced = services.filter(({ spec }) => spec.type === 'LoadBalancer').map(({ metadata }) => metadata.name);
    const brings = 'own_ingress' in steps;
    expect(balanced).toEqual(brings ? ['traefik'] : []);
    // Whoever makes the class sets the one of K3s aside.
    expect(objects.some(({ kind }) => kind === 'IngressClass')).toBe(brings);
  });
});

describe('the cluster', () => {
  test('is the same whichever system makes it', () => {
    expect(new Set(targets.map(({ config }) => JSON.stringify(config.cluster)))).toEqual(
      new Set(targets.map(() => JSON.stringify(sharedCluster))),
    );
  });

  test('says what it cannot change in its life in an alphabet of labels', () => {
    expect(settings(sharedCluster)).toMatch(/^[A-Za-z0-9][\w.-]{0,62}$/);
    expect(settings({ ...sharedCluster, workerCount: 5 })).toBe(settings(sharedCluster));
    expect(settings({ ...sharedCluster, nodePorts: [30080] })).not.toBe(settings(sharedCluster));
  });

  test('is opened at the port that leads to it', () => {
    expect(ingressUrl(sharedCluster, 'a.localhost')).toBe('https://a.localhost');
    expect(ingressUrl({ ...sharedCluster, ports: { http: 8080, https: 8443 } }, 'a.localhost')).toBe(
      'https://a.localhost:8443',
    );
  });

  test.each([
    ['a name of capitals', { name: 'Terrachart' }],
    ['a port that is none', { ports: { http: 0, https: 443 } }],
    ['a node port that is none', { nodePorts: [8080] }],
    ['a registry without one', { existing: { context: 'mine', registry: 'me' } }],
    ['a context for a shell', { existing: { context: 'mine; ls', registry: 'ghcr.io/me' } }],
  ])('is not %s', (_, change) => {
    expect(cluster.safeParse({ ...sharedCluster, ...change }).success).toBe(false);
    expect(cluster.safeParse(sharedCluster).success).toBe(true);
    expect(cluster.safeParse({ ...sharedCluster, existing: { context: 'mine', registry: 'ghcr.io/me' } }).success).toBe(
      true,
    );
  });
});

(targets.length > 0 ? describe : describe.skip)('status', () => {
  const folder = mkdtempSync(join(tmpdir(), 'terrachart-status-'));
  const [first] = targets.map(({ system }) => system.name);
  const state = `.terrachart/state/${first}-local.tfstate`;

  function write(file: string, text: string, mode = 0o600): void {
    mkdirSync(join(folder, file, '..'), { recursive: true });
    writeFileSync(join(folder, file), text, { mode });
  }

  beforeAll(() => {
    mkdirSync(join(folder, 'bin'));
    for (const tool of ['bash', 'cat']) symlinkSync(find(tool) as string, join(folder, 'bin', tool));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const lines = () =>
    status(targets, folder, { PATH: join(folder, 'bin') })
      .split('\n')
      .map((line) => line.trim().replace(/^(\S+) {2,}/, '$1: '));

  test('says what is down, begun, up, not ready, and that a cluster does not answer', () => {
    expect(lines()).toEqual(targets.map(({ system }) => `${system.name}: down`));

    write(state, JSON.stringify({ resources: [{}], outputs: {} }));
    expect(lines()[0]).toBe(`${first}: begun: npm run up -- ${first}`);

    const outputs = {
      kubeconfig: { value: '.terrachart/kubeconfig-a.yaml' },
      urls: { value: ['https://a.localhost'] },
    };
    write(state, JSON.stringify({ resources: [{}], outputs }));
    write('.terrachart/kubeconfig-a.yaml', '');
    write('bin/kubectl', '#!/usr/bin/env bash\necho refused >&2; exit 1\n', 0o700);
    expect(lines()[0]).toBe(`${first}: the cluster does not answer: refused`);

    const workload = (kind: string, name: string, spec: object, status: object) => ({
      ...{ kind, metadata: { name, namespace: 'n' } },
      ...{ spec, status },
    });
    const items = [
      workload('Deployment', 'ready', { replicas: 2 }, { readyReplicas: 2 }),
      workload('StatefulSet', 'waiting', { replicas: 1 }, {}),
      workload('DaemonSet', 'partly', {}, { numberReady: 1, desiredNumberScheduled: 4 }),
      workload('DaemonSet', 'everywhere', {}, { numberReady: 4, desiredNumberScheduled: 4 }),
    ];
    write('items.json', JSON.stringify({ items }));
    write('bin/kubectl', `#!/usr/bin/env bash\necho "$*" > ${folder}/asked; cat ${folder}/items.json\n`, 0o700);
    expect(lines().slice(0, 4)).toEqual([
      `${first}: up, 2 of 4 workloads ready`,
      'not ready: StatefulSet waiting in n',
      'not ready: DaemonSet partly in n',
      'https://a.localhost',
    ]);
    expect(readFileSync(join(folder, 'asked'), 'utf8')).toContain(`--selector app.kubernetes.io/part-of=${first}`);
  });
});

describe('scripts', () => {
  const files = scriptFolders.flatMap((folder) => readdirSync(join(root, folder)).map((file) => join(folder, file)));

  test('are short, and say in the second line what they do', () => {
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) {
      const lines = readFileSync(join(root, file), 'utf8').split('\n');
      expect(lines[1]).toMatch(/^# [A-Z]/);
      expect(lines.length).toBeLessThan(150);
    }
  });
});
