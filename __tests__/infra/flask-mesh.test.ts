import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FlaskMeshConfig, istio, kubeconfig } from '../../config/flask-mesh';
import { releases } from '../../config/versions';
import { builtIn, builtInStacks } from '../support/built-in';
import { find } from '../support/laptop';
import { type Block, blocks, type Stack } from '../support/terraform';

const STACK = 'flask-mesh-local';
const scripts = join(__dirname, '../../infra/systems/flask-mesh/scripts');
const steps = ['preflight', 'cluster', 'workers', 'namespaces', 'istio', 'image', 'manifests', 'rollout'];

const { config } = builtIn<FlaskMeshConfig>('flask-mesh', 'local');

const synthesized = builtInStacks('flask-mesh');
const stack = synthesized.stacks[STACK] as Stack;
const resources = stack.resource.terraform_data as Record<string, Block>;

const provisioners = (block: Block) =>
  (block.provisioner as { 'local-exec': Record<string, unknown> }[]).map((provisioner) => provisioner['local-exec']);

test('every block is as reviewed', () => {
  for (const [path, block] of blocks(stack)) expect(block).toMatchSnapshot(path);
});

describe('the stack', () => {
  test("is the system's only one", () => {
    expect(Object.keys(synthesized.stacks)).toEqual([STACK]);
  });

  test('needs no provider: terraform_data is built in', () => {
    expect(stack.provider ?? {}).toEqual({});
    expect(stack.terraform).not.toHaveProperty('required_providers');
    expect(Object.keys(stack.resource)).toEqual(['terraform_data']);
  });

  test('runs its scripts from the checkout, wherever that is', () => {
    const text = Object.values(synthesized.files).join();
    for (const path of text.match(/[^" ]*\/dist\b/g) ?? []) expect(path).toContain('${path.module}/../../..');
    for (const block of Object.values(resources)) {
      for (const { working_dir } of provisioners(block)) expect(working_dir).toBe('${path.module}/../../..');
    }
  });

  test('runs its steps one after the other', () => {
    const before = Object.fromEntries(Object.entries(resources).map(([name, block]) => [name, block.depends_on]));
    const on = (...names: string[]) => names.map((name) => `terraform_data.${name}`);
    expect(before).toEqual({
      preflight: [],
      removal: on('preflight'),
      cluster: on('preflight', 'removal'),
      workers: on('cluster'),
      namespaces: on('workers'),
      istio: on('namespaces'),
      image: on('istio'),
      manifests: on('image'),
      rollout: on('manifests'),
    });
  });

  test('runs each by a script that exists, again when that script changes', () => {
    for (const name of steps) {
      const block = resources[name] as Block;
      const [{ command } = {}, ...others] = provisioners(block);
      expect(others).toEqual([]);
      const file = String(command).replace(/^bash /, '');
      expect(readdirSync(scripts)).toContain(file.replace('infra/systems/flask-mesh/scripts/', ''));
      expect(block.triggers_replace).toHaveProperty(
        'script',
        `\${try(filesha256("\${path.module}/../../../${file}"), "missing")}`,
      );
    }
  });

  test('leaves checksums of files to Terraform', () => {
    const { istio_operator: _, ...checksums } = stack.locals ?? {};
    expect(checksums).toEqual({
      app_checksum: expect.stringContaining('fileset("${path.module}/../../../apps/flask", "**")'),
      charts_checksum: expect.stringContaining('"{00-flask-mesh-namespaces,flask-mesh-*}.k8s.yaml"'),
    });
    for (const checksum of Object.values(checksums)) expect(checksum).toMatch(/^\$\{sha256\(.*filesha256\(/);
  });

  test('deletes the cluster on destroy, by what the state remembers, apart from the step that may fail', () => {
    const withDestroy = Object.entries(resources).filter(([, block]) =>
      provisioners(block).some(({ when }) => when === 'destroy'),
    );
    expect(withDestroy.map(([name]) => name)).toEqual(['removal']);
    expect(provisioners(resources.removal as Block)).toEqual([
      {
        when: 'destroy',
        working_dir: '${path.module}/../../..',
        command: 'bash infra/systems/flask-mesh/scripts/remove.sh',
        environment: {
          CLUSTER: '${self.input.CLUSTER}',
          SETTINGS: '${self.input.SETTINGS}',
          KUBECONFIG: '${self.input.KUBECONFIG}',
        },
      },
    ]);
  });

  test('gives every script a kubeconfig of the cluster alone', () => {
    for (const name of steps) {
      expect(provisioners(resources[name] as Block)[0]?.environment).toMatchObject({
        KUBECONFIG: kubeconfig(config),
      });
    }
  });

  test('installs the pinned Istio, with its CNI plugin where K3s looks for it', () => {
    expect(resources.istio?.triggers_replace).toHaveProperty('operator', '${local.istio_operator}');
    expect(JSON.parse(String(stack.locals?.istio_operator))).toMatchObject({
      kind: 'IstioOperator',
      spec: {
        tag: istio.version,
        components: { cni: { enabled: true, namespace: 'kube-system' } },
        // https://github.com/istio/istio/blob/master/manifests/helm-profiles/platform-k3s.yaml: data/cni, which K3s reads
        // since 1.31.7; the platform k3d has /bin.
        values: { global: { platform: 'k3s' } },
      },
    });
    const [, minor = 0, patch = 0] = /^v1\.(\d+)\.(\d+)\+/.exec(releases.k3s.version)?.map(Number) ?? [];
    expect(minor * 100 + patch).toBeGreaterThanOrEqual(3107);
  });
});

describe('scripts', () => {
  const files = readdirSync(scripts).filter((file) => file.endsWith('.sh'));

  (find('shellcheck') ? test : test.skip)('are clean for shellcheck (skipped where it is missing)', () => {
    const { stdout } = spawnSync('shellcheck', files, { cwd: scripts, encoding: 'utf8' });
    expect(stdout).toBe('');
  });

  test('are short, and say in the second line what they do', () => {
    for (const file of files) {
      const lines = readFileSync(join(scripts, file), 'utf8').split('\n');
      expect(lines[1]).toMatch(/^# [A-Z]/);
      expect(lines.length).toBeLessThan(130);
    }
  });
});
