import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../cli/options';
import { kubeconfig } from '../../config/laptop/facts';
import type { ClusterConfig } from '../../config/laptop/values';
import type { Target } from '../../config/system';
import { loadTargets } from '../../synthesis/targets';
import { builtInManifests } from '../support/built-in';
import { find, freePorts, Laptop, listen, type Run, scriptFolders } from '../support/laptop';
import { manifestsOf } from '../support/manifests';
import { type Block, type Stack, synthesize } from '../support/terraform';

type OnLaptop = Target<{ readonly cluster: ClusterConfig }>;

/** Every system that a laptop can run. */
const targets = loadTargets().filter(
  ({ environment, halves }) => environment === 'local' && halves.includes('terraform'),
) as OnLaptop[];

const stackOf = ({ system }: Target) => `${system.name}-local`;
const fileOf = (target: Target) => `stacks/${stackOf(target)}/cdk.tf.json`;

/** The target in a cluster that differs from the shared one. */
function inCluster({ config, ...target }: OnLaptop, change: Partial<ClusterConfig>): OnLaptop {
  return { ...target, config: { ...config, cluster: { ...config.cluster, ...change } } };
}

const resourcesOf = (stack: Stack) => stack.resource.terraform_data as Record<string, Block>;
const variablesOf = (block?: Block): Readonly<Record<string, string>> => {
  const [provisioner] = (block?.provisioner ?? []) as { 'local-exec': { environment: Record<string, string> } }[];
  return provisioner?.['local-exec'].environment ?? {};
};

/** Puts a system on a machine as `npm run synth` does, with what its cluster would run and its apps' sources. */
async function bring(laptop: Laptop, target: OnLaptop): Promise<Record<string, Block>> {
  const { stacks, files } = await synthesize(target);
  laptop.write(`cdktf.out/${fileOf(target)}`, files[fileOf(target)] as string);
  const charts = await manifestsOf([target]);
  for (const [name, text] of Object.entries(charts.files)) laptop.write(`dist/${name}.k8s.yaml`, text);
  const workloads = charts.objects
    .filter(({ kind }) => ['Deployment', 'StatefulSet', 'DaemonSet'].includes(kind))
    .map(({ kind, metadata }) => `${metadata.namespace} ${kind}/${metadata.name}\n`);
  laptop.write(`stand-in/workloads-${target.system.name}`, workloads.join(''));
  const resources = resourcesOf(stacks[stackOf(target)] as Stack);
  for (const block of Object.values(resources)) {
    const { FOLDER: folder, TOOLS: tools = '' } = variablesOf(block);
    if (folder) laptop.write(`${folder}/Dockerfile`, 'FROM scratch');
    for (const line of tools.split('\n').filter(Boolean)) {
      const [name, version = ''] = line.split('|');
      laptop.write(`stand-in/version-${name}`, version);
    }
  }
  return resources;
}

/** The steps in their order: each names those before it. */
function inOrder(resources: Readonly<Record<string, Block>>): string[] {
  const left = new Map(Object.entries(resources));
  const order: string[] = [];
  while (left.size > 0) {
    const next = [...left].find(([, block]) =>
      (block.depends_on as string[]).every((name) => order.includes(name.replace('terraform_data.', ''))),
    );
    if (!next) throw new Error(`a circle among ${[...left.keys()]}`);
    order.push(next[0]);
    left.delete(next[0]);
  }
  return order.filter((name) => name !== 'removal');
}

const terraform = find('terraform');
if (!terraform) test.skip('runs on a laptop: skipped, terraform is not on PATH', () => {});

let ports: ClusterConfig['ports'];
let nodePorts: number[];
/** The shared cluster, on ports that are free here where a system leaves the choice. */
const here = (target: OnLaptop) => inCluster(target, { ports });

beforeAll(async () => {
  const [http = 0, https = 0] = await freePorts(2);
  ports = { http, https };
  nodePorts = targets[0]?.config.cluster.nodePorts ?? [];
});

(terraform ? describe : describe.skip).each(targets.map((target) => [target.system.name, target] as const))(
  '%s on a laptop, with stand-ins for all tools but terraform',
  (system, target) => {
    let fresh: Laptop;
    let deployed: Laptop;
    let first: Run;
    let steps: string[];
    let resources: Readonly<Record<string, Block>>;
    let laptop: Laptop;

    beforeAll(async () => {
      fresh = new Laptop(stackOf(target));
      resources = await bring(fresh, here(target));
      steps = inOrder(resources);
      fresh.init();
      deployed = new Laptop(stackOf(target), fresh);
      first = deployed.apply();
    });

    afterAll(() => {
      fresh.dispose();
      deployed.dispose();
    });

    afterEach(() => laptop.dispose());

    const images = () => Object.values(resources).flatMap((block) => variablesOf(block).IMAGE ?? []);

    test('makes everything in order, then has nothing to do', () => {
      laptop = new Laptop(stackOf(target), deployed);
      expect(first.text).not.toMatch(/Error/);
      expect(first).toMatchObject({ ok: true, steps });
      const deeds = first.calls.filter((call) =>
        /^(k3d cluster create|docker build|k3d image|kubectl apply .*dist)/.test(call),
      );
      expect(deeds.map((call) => call.split(' ').slice(0, 2).join(' '))).toEqual([
        'k3d cluster',
        'kubectl apply',
        ...images().flatMap(() => ['docker build', 'k3d image']),
        'kubectl apply',
      ]);
      expect(first.calls.find((call) => call.startsWith('k3d cluster create'))).toBe(
        [
          'k3d cluster create terrachart --image docker.io/rancher/k3s:v1.36.5-k3s1 --servers 1 --agents 3',
          '--api-port 127.0.0.1:random',
          `--port 127.0.0.1:${ports.http}:80@server:0 --port 127.0.0.1:${ports.https}:443@server:0`,
          ...nodePorts.map((port) => `--port 127.0.0.1:${port}:${port}@server:0`),
          `--runtime-label terrachart.settings=${['v1.36.5-k3s1', ports.http, ports.https, ...nodePorts].join('_')}@server:0`,
          '--kubeconfig-update-default=false --kubeconfig-switch-context=false --wait --timeout 5m',
        ].join(' '),
      );
      expect(laptop.apply()).toMatchObject({ ok: true, calls: [], steps: [] });
    });

    test('waits for every workload but those that somebody has to open, tries its URLs and says how to get in', () => {
      laptop = new Laptop(stackOf(target), deployed);
      const { BY_HAND = '', URLS = '', ACCESS = '' } = variablesOf(resources.rollout);
      const waited = first.calls.flatMap(
        (call) =>
          /^kubectl rollout status (\S+) --namespace (\S+) --timeout=600s$/
            .exec(call)
            ?.slice(1, 3)
            .reverse()
            .join(' ') ?? [],
      );
      const byHand = BY_HAND.split('\n').filter(Boolean);
      const running = laptop.read(`stand-in/workloads-${system}`).split('\n').filter(Boolean);
      expect(byHand.filter((workload) => !running.includes(workload))).toEqual([]);
      expect(waited).toEqual(running.filter((workload) => !byHand.includes(workload)));
      const tried = first.calls.flatMap((call) => /^curl .*--max-time 5 (\S+)$/.exec(call)?.[1] ?? []);
      expect(tried.length).toBeGreaterThan(0);
      expect(tried).toEqual(URLS.split('\n'));
      expect(first.text).toContain(ACCESS.split('\n').at(-1));
      for (const url of tried) expect(ACCESS).toContain(url);
      expect(ACCESS).toContain(`export KUBECONFIG=$PWD/${kubeconfig(target.config.cluster)}`);
    });

    test('restarts workloads that are there, when the sources of their app change', () => {
      laptop = new Laptop(stackOf(target), deployed);
      const running = laptop.read(`stand-in/workloads-${system}`);
      const folders = new Set(Object.values(resources).flatMap((block) => variablesOf(block).FOLDER || []));
      for (const folder of folders) {
        laptop.write(`${folder}/node_modules/left/index.js`, 'installed');
        expect(laptop.apply().steps).toEqual([]);
        laptop.write(`${folder}/main`, 'changed');
        const changed = laptop.apply();
        // Apps that share a folder are built anew together.
        const together = Object.keys(resources).filter((each) => variablesOf(resources[each]).FOLDER === folder);
        // Side by side, in no order.
        const [begins, ...built] = changed.steps;
        expect([changed.ok, begins, built.pop()]).toEqual([true, 'preflight', 'rollout']);
        expect(built.sort()).toEqual(together.sort());
        const restarted = changed.calls.flatMap(
          (call) =>
            /^kubectl rollout restart (\S+) --namespace (\S+)/.exec(call)?.slice(1, 3).reverse().join(' ') ?? [],
        );
        expect(restarted).toHaveLength(together.length);
        for (const workload of restarted) expect(running).toContain(`${workload}\n`);
      }
    });

    test('goes on where it failed, at each of its steps', () => {
      laptop = new Laptop(stackOf(target), fresh);
      const tools = (variablesOf(resources.preflight).TOOLS ?? '')
        .split('\n')
        .flatMap((line) => line.split('|')[0] || []);
      // What each step does that no step before it does.
      const failures: Record<string, string> = {
        preflight: '^(docker|podman) version',
        cluster: '^k3d cluster create',
        workers: '^k3d node list',
        namespaces: '^kubectl apply --filename dist/00-[^ ]+ --selector',
        own_ingress: '^kubectl get ingressclasses',
        // A part of the system's own has its tool.
        ...Object.fromEntries(tools.map((tool) => [tool.replace(/ctl$/, ''), `^${tool} install`])),
        manifests: '^kubectl apply --filename dist/00-[^ ]+ --filename',
        rollout: '^kubectl rollout status',
      };
      for (const [index, step] of steps.entries()) {
        const { IMAGE: image } = variablesOf(resources[step]);
        laptop.failOn(image ? `^docker build --tag ${image} ` : (failures[step] as string));
        const failed = laptop.apply();
        expect({ step, ok: failed.ok, last: failed.steps.at(-1) }).toEqual({ step, ok: false, last: step });
        expect(failed.steps).toHaveLength(index === 0 ? 1 : 2);
      }
      laptop.failOn('');
      expect(laptop.apply()).toMatchObject({ ok: true, steps: ['rollout'] });
    });

    test('goes away with the cluster when it is the last, and leaves nothing but the kubeconfig of the user', () => {
      laptop = new Laptop(stackOf(target), deployed);
      const file = kubeconfig(target.config.cluster);
      expect(laptop.read(file)).toBe('kubeconfig of terrachart\n');
      expect(statSync(join(laptop.folder, file)).mode & 0o777).toBe(0o600);
      const { ok, steps: run, calls } = laptop.destroy();
      expect({ ok, run }).toEqual({ ok: true, run: ['removal'] });
      expect(calls.at(-1)).toBe('k3d cluster delete terrachart');
      expect(laptop.has(file)).toBe(false);
      expect(laptop.has('stand-in/cluster')).toBe(false);
      expect(laptop.read('home/.kube/config')).toBe('mine');
      expect(laptop.destroy()).toMatchObject({ ok: true, calls: [] });
    });

    test('removes a cluster whose creation failed half-way', () => {
      laptop = new Laptop(stackOf(target), fresh);
      laptop.failOn('kubectl wait');
      expect(laptop.apply()).toMatchObject({ ok: false, steps: ['preflight', 'cluster'] });
      expect(laptop.has('stand-in/cluster')).toBe(true);
      expect(laptop.destroy().ok).toBe(true);
      expect(laptop.has('stand-in/cluster')).toBe(false);
    });

    test('names everything that is missing at once, before anything is made', async () => {
      laptop = new Laptop(stackOf(target), fresh);
      const server = await listen(ports.http);
      laptop.remove('bin/k3d');
      laptop.write('stand-in/version-kubectl', '1.28.15');
      laptop.remove('dist');
      const { ok, text, steps: run, calls } = laptop.apply();
      server.close();
      expect({ ok, run }).toEqual({ ok: false, run: ['preflight'] });
      expect(text.match(/^ {2}- .*$/gm)).toEqual([
        '  - kubectl is 1.28.15, expected 1.35.0 or later: https://kubernetes.io/docs/tasks/tools/',
        '  - k3d is not installed: https://k3d.io/stable/#installation',
        `  - port ${ports.http} is taken: stop what listens on it (lsof -i :${ports.http}), or set another under ${system}.local.cluster in terrachart.yaml`,
        `  - dist/ does not hold ${system} in environment local: npm run synth -- --system ${system}`,
      ]);
      expect(calls.filter((call) => !/version|docker (info|container inspect)/.test(call))).toEqual([]);
    });

    const builds = builtInManifests('local', system).expectations.some(({ kind }) => kind === 'image');
    (builds ? test : test.skip)('refuses a dist/ of another configuration, and one of another environment', () => {
      laptop = new Laptop(stackOf(target), fresh);
      const image = images()[0] as string;
      const file = `cdktf.out/${fileOf(target)}`;
      laptop.write(file, laptop.read(file).replaceAll(image, `${image}-2`));
      expect(laptop.apply().text).toContain(
        `dist/ was made from another configuration (nothing says image: ${image}-2)`,
      );
      const namespaces = `dist/00-${system}-namespaces.k8s.yaml`;
      laptop.write(namespaces, laptop.read(namespaces).replace(' in local', ' in production'));
      expect(laptop.apply().text).toContain(`dist/ does not hold ${system} in environment local`);
    });

    test('leaves a cluster alone that something else made', () => {
      laptop = new Laptop(stackOf(target), fresh);
      laptop.write('stand-in/cluster', '\n');
      expect(laptop.apply()).toMatchObject({
        ok: false,
        text: expect.stringContaining('that npm run up did not make'),
      });
      expect(laptop.destroy().ok).toBe(true);
      expect(laptop.has('stand-in/cluster')).toBe(true);
    });

    test('takes podman where there is no docker, and brings images as archives', () => {
      laptop = new Laptop(stackOf(target), fresh);
      laptop.remove('bin/docker');
      laptop.install('podman');
      expect(laptop.apply().text).toContain('podman does not listen at ');
      laptop.write('stand-in/podman.sock', '');
      const { ok, calls } = laptop.apply();
      expect(ok).toBe(true);
      const archives = calls.flatMap((call) => /^podman save --output (\S+)/.exec(call)?.[1] ?? []);
      expect(archives).toHaveLength(images().length);
      for (const archive of archives) expect(calls).toContain(`k3d image import ${archive} --cluster terrachart`);
      expect(calls.filter((call) => call.startsWith('docker'))).toEqual([]);
    });

    test('comes to a cluster that was there, pushes its images, and leaves that cluster when it goes', async () => {
      laptop = new Laptop(stackOf(target), fresh);
      laptop.remove('bin/k3d');
      await bring(laptop, inCluster(target, { existing: { context: 'mine', registry: 'registry.internal:5000' } }));
      laptop.write('stand-in/contexts', 'other\n');
      expect(laptop.apply().text).toContain('your kubeconfig has no context mine');
      laptop.write('stand-in/contexts', 'mine\n');
      const { ok, text, calls } = laptop.apply();
      expect([ok, text]).toEqual([true, expect.stringContaining('Apply complete')]);
      expect(laptop.read('.terrachart/kubeconfig-existing.yaml')).toBe('kubeconfig of mine, from home\n');
      expect(calls.filter((call) => call.startsWith('docker push'))).toHaveLength(images().length);
      expect(calls.filter((call) => /^(k3d|curl http)/.test(call))).toEqual([]);
      const gone = laptop.destroy();
      expect(gone.ok).toBe(true);
      expect(gone.calls.filter((call) => call.startsWith('kubectl delete'))).toHaveLength(2);
      expect(laptop.has('.terrachart/kubeconfig-existing.yaml')).toBe(false);
      expect(laptop.read('home/.kube/config')).toBe('mine');
    });
  },
);

(terraform ? describe : describe.skip)('all of them in one cluster', () => {
  test('come in any order, and go without the others noticing', async () => {
    const laptop = new Laptop('');
    for (const target of targets) {
      await bring(laptop, here(target));
      laptop.init(stackOf(target));
    }
    const created = targets.map((target) => {
      const { ok, calls } = laptop.apply(stackOf(target));
      return [ok, calls.some((call) => call.startsWith('k3d cluster create'))];
    });
    expect(created).toEqual(targets.map((_, index) => [true, index === 0]));

    for (const [index, target] of targets.entries()) {
      const last = index === targets.length - 1;
      const { ok, calls } = laptop.destroy(stackOf(target));
      const others = targets.slice(index + 1);
      expect(ok).toBe(true);
      expect(calls.some((call) => call.startsWith('k3d cluster delete'))).toBe(last);
      const deleted = calls.filter((call) => call.startsWith('kubectl delete'));
      const selector = `--selector app.kubernetes.io/part-of=${target.system.name} --ignore-not-found --timeout=300s`;
      expect(deleted).toEqual(
        last
          ? []
          : [
              `kubectl delete namespaces,ingressclasses.networking.k8s.io ${selector}`,
              `kubectl delete configmaps,helmchartconfigs.helm.cattle.io ${selector} --all-namespaces`,
            ],
      );
      for (const other of others) expect(laptop.apply(stackOf(other))).toMatchObject({ ok: true, steps: [] });
    }
    expect(laptop.has(kubeconfig(here(targets[0] as OnLaptop).config.cluster))).toBe(false);
    laptop.dispose();
  });
});

(find('shellcheck') ? test : test.skip)('scripts are clean for shellcheck (skipped where it is missing)', () => {
  const files = scriptFolders.flatMap((folder) => readdirSync(join(root, folder)).map((file) => join(folder, file)));
  const { stdout } = spawnSync('shellcheck', files, { cwd: root, encoding: 'utf8' });
  expect([files.length > 5, stdout]).toEqual([true, '']);
});
