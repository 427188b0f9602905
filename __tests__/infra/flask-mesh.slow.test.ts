import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { appImage, type FlaskMeshConfig, istio, kubeconfig } from '../../config/flask-mesh';
import type { Target } from '../../config/system';
import { reference } from '../../config/versions';
import { builtIn } from '../support/built-in';
import { find, freePorts, Laptop, listen, type Run } from '../support/laptop';
import { manifestsOf } from '../support/manifests';
import { synthesize } from '../support/terraform';

const STACK = 'flask-mesh-local';
const steps = ['preflight', 'cluster', 'workers', 'namespaces', 'istio', 'image', 'manifests', 'rollout'];

/** The built-in target with some of its record changed. */
function local(change: (config: FlaskMeshConfig) => void = () => {}): Target<FlaskMeshConfig> {
  return builtIn<FlaskMeshConfig>('flask-mesh', 'local', (config) => {
    change(config);
    return config;
  });
}

const terraform = find('terraform');
if (!terraform) test.skip('runs on a laptop: skipped, terraform is not on PATH', () => {});

(terraform ? describe : describe.skip)('on a laptop, with stand-ins for all tools but terraform', () => {
  let config: FlaskMeshConfig;
  /** Before the first apply, and after it. */
  let fresh: Laptop;
  let deployed: Laptop;
  let first: Run;
  /** The one that a test works on. */
  let laptop: Laptop;

  const stackFile = `cdktf.out/stacks/${STACK}/cdk.tf.json`;

  /** Writes the stack as `npm run synth` makes it of a changed configuration. */
  async function synth(on: Laptop, change: (config: FlaskMeshConfig) => void = () => {}): Promise<void> {
    const target = local((record) => change(Object.assign(record, structuredClone(config))));
    const { files } = await synthesize(target);
    on.write(stackFile, files[`stacks/${STACK}/cdk.tf.json`] ?? '');
  }

  beforeAll(async () => {
    const [http = 0, https = 0, flask = 0] = await freePorts(3);
    config = { ...local().config, cluster: { ...local().config.cluster, ports: { http, https, flask } } };
    fresh = new Laptop(STACK);
    fresh.write('apps/flask/Dockerfile', 'FROM scratch');
    const charts = await manifestsOf([local((record) => Object.assign(record, config))]);
    for (const [name, text] of Object.entries(charts.files)) fresh.write(`dist/${name}.k8s.yaml`, text);
    fresh.write('dist/reactivite-traefik.k8s.yaml', '# of another system');
    await synth(fresh);
    fresh.init();
    deployed = new Laptop(STACK, fresh);
    first = deployed.apply();
  });

  afterAll(() => {
    fresh.dispose();
    deployed.dispose();
  });

  afterEach(() => laptop.dispose());

  /** The calls that change something, without their options. */
  const deeds = ({ calls }: Run) =>
    calls
      .filter((call) =>
        /^(k3d (cluster|node|image) (?!list)|docker build|istioctl install|kubectl (apply|drain|delete|rollout restart))/.test(
          call,
        ),
      )
      .map((call) => call.replace(/ --.*/, ''));

  test('makes everything in order, then has nothing to do', () => {
    laptop = new Laptop(STACK, deployed);
    expect(first.text).toContain(`kubectl:                     export KUBECONFIG=$PWD/${kubeconfig(config)}`);
    expect(first).toMatchObject({ ok: true, steps });
    expect(deeds(first)).toEqual([
      'k3d cluster create flask-mesh',
      'kubectl apply',
      'istioctl install',
      'docker build',
      `k3d image import ${reference(appImage(config))}`,
      'kubectl apply',
    ]);
    const { ports } = config.cluster;
    expect(first.calls.find((call) => call.startsWith('k3d cluster create'))).toBe(
      [
        'k3d cluster create flask-mesh --image docker.io/rancher/k3s:v1.36.5-k3s1 --servers 1 --agents 3',
        '--api-port 127.0.0.1:random',
        `--port 127.0.0.1:${ports.http}:80@server:0 --port 127.0.0.1:${ports.https}:443@server:0`,
        `--port 127.0.0.1:${ports.flask}:${ports.flask}@server:0`,
        '--k3s-arg --disable=traefik@server:0',
        `--runtime-label terrachart.settings=v1.36.5-k3s1_${ports.http}_${ports.https}_${ports.flask}@server:0`,
        '--kubeconfig-update-default=false --kubeconfig-switch-context=false --wait --timeout 5m',
      ].join(' '),
    );
    const charts = readdirSync(join(laptop.folder, 'dist'))
      .filter((file) => file.startsWith('flask-mesh-'))
      .sort();
    expect(first.calls.filter((call) => call.startsWith('kubectl apply'))).toEqual([
      'kubectl apply --filename dist/00-flask-mesh-namespaces.k8s.yaml --selector app.kubernetes.io/part-of=flask-mesh',
      [
        'kubectl apply',
        ...['00-flask-mesh-namespaces.k8s.yaml', ...charts].map((file) => `--filename dist/${file}`),
        '--selector app.kubernetes.io/part-of=flask-mesh',
      ].join(' '),
    ]);
    expect(JSON.parse(laptop.read('stand-in/operator'))).toHaveProperty('kind', 'IstioOperator');

    expect(laptop.apply()).toMatchObject({ ok: true, calls: [], steps: [] });
  });

  test("keeps the kubeconfig to itself, and the user's as it is, until both are gone", () => {
    laptop = new Laptop(STACK, deployed);
    const file = kubeconfig(config);
    expect(laptop.read(file)).toBe('kubeconfig of flask-mesh\n');
    expect(statSync(join(laptop.folder, file)).mode & 0o777).toBe(0o600);
    const { ok, steps, calls } = laptop.destroy();
    expect({ ok, steps }).toEqual({ ok: true, steps: ['removal'] });
    expect(calls.at(-1)).toBe('k3d cluster delete flask-mesh');
    expect(laptop.has(file)).toBe(false);
    expect(laptop.has('stand-in/cluster')).toBe(false);
    expect(laptop.read('home/.kube/config')).toBe('mine');
    expect(laptop.destroy()).toMatchObject({ ok: true, calls: [] });
  });

  test('names the step that failed, goes on from there, and removes what there is', () => {
    laptop = new Laptop(STACK, fresh);
    laptop.failOn('istioctl install');
    const failed = laptop.apply();
    expect(failed.ok).toBe(false);
    expect(failed.steps).toEqual(['preflight', 'cluster', 'workers', 'namespaces', 'istio']);
    expect(failed.text).toMatch(/terraform_data\.istio[\s\S]*istioctl: told to fail/);
    laptop.failOn('');
    expect(laptop.apply()).toMatchObject({ ok: true, steps: ['istio', 'image', 'manifests', 'rollout'] });
  });

  test('removes a cluster whose creation failed half-way', () => {
    laptop = new Laptop(STACK, fresh);
    laptop.failOn('kubectl wait');
    expect(laptop.apply()).toMatchObject({ ok: false, steps: ['preflight', 'cluster'] });
    expect(laptop.has('stand-in/cluster')).toBe(true);
    expect(laptop.destroy().ok).toBe(true);
    expect(laptop.has('stand-in/cluster')).toBe(false);
  });

  test('adds and removes workers without touching the others, and gives new ones the image', async () => {
    laptop = new Laptop(STACK, deployed);
    await synth(laptop, ({ cluster }) => Object.assign(cluster, { workerCount: 5 }));
    const more = laptop.apply();
    expect(more).toMatchObject({ ok: true, steps: ['preflight', 'workers', 'image', 'rollout'] });
    expect(deeds(more)).toEqual([
      'k3d node create flask-mesh-agent-3',
      'k3d node create flask-mesh-agent-4',
      'docker build',
      `k3d image import ${reference(appImage(config))}`,
    ]);

    laptop.write('stand-in/volumes', 'k3d-flask-mesh-agent-4-0\n');
    await synth(laptop, ({ cluster }) => Object.assign(cluster, { workerCount: 4 }));
    expect(deeds(laptop.apply())).toEqual([
      'kubectl drain k3d-flask-mesh-agent-3-0',
      'k3d node delete k3d-flask-mesh-agent-3-0',
      'docker build',
      `k3d image import ${reference(appImage(config))}`,
    ]);

    laptop.write('stand-in/volumes', laptop.read('stand-in/nodes').replaceAll(/ .*/g, ''));
    await synth(laptop, ({ cluster }) => Object.assign(cluster, { workerCount: 3 }));
    const refused = laptop.apply();
    expect(refused.ok).toBe(false);
    expect(refused.text).toContain('workers: every worker holds a volume');
  });

  test('applies changed manifests, and rebuilds a changed app and restarts it alone', () => {
    laptop = new Laptop(STACK, deployed);
    laptop.write('dist/flask-mesh-more.k8s.yaml', '# more');
    expect(laptop.apply()).toMatchObject({ ok: true, steps: ['preflight', 'manifests', 'rollout'] });

    laptop.write('dist/f1-vote-app.k8s.yaml', '# of another system');
    laptop.write('apps/flask/__pycache__/app.pyc', 'made by running it');
    expect(laptop.apply().steps).toEqual([]);

    laptop.write('apps/flask/app.py', 'print()');
    const changed = laptop.apply();
    expect(changed).toMatchObject({ ok: true, steps: ['preflight', 'image', 'rollout'] });
    expect(deeds(changed)).toContain('kubectl rollout restart Deployment/flask-app');
    expect(deeds(changed)).not.toContain('kubectl rollout restart StatefulSet/postgres');
  });

  test('brings another version of Istio to the mesh and to every sidecar', () => {
    laptop = new Laptop(STACK, deployed);
    laptop.write(stackFile, laptop.read(stackFile).replaceAll(istio.version, '1.30.99'));
    const upgraded = laptop.apply();
    expect(upgraded).toMatchObject({ ok: true, steps: ['preflight', 'istio', 'rollout'] });
    expect(deeds(upgraded)).toEqual([
      'istioctl install',
      'kubectl rollout restart Deployment/flask-app',
      'kubectl rollout restart StatefulSet/postgres',
    ]);
  });

  test('makes the cluster anew for what it cannot change in its life', async () => {
    laptop = new Laptop(STACK, deployed);
    const [http = 0] = await freePorts(1);
    await synth(laptop, ({ cluster }) => Object.assign(cluster.ports, { http }));
    const { ok, steps: run, calls } = laptop.apply();
    expect({ ok, run }).toEqual({ ok: true, run: ['removal', ...steps] });
    expect(calls.filter((call) => /k3d cluster (create|delete)/.test(call)).map((call) => call.slice(4, 18))).toEqual([
      'cluster delete',
      'cluster create',
    ]);
  });

  test('starts a cluster that was stopped, and says when it is gone', () => {
    laptop = new Laptop(STACK, deployed);
    laptop.write('apps/flask/app.py', 'print()');
    laptop.failOn('kubectl get --raw /readyz');
    expect(deeds(laptop.apply())).toContain('k3d cluster start flask-mesh');
    laptop.failOn('');
    laptop.remove('stand-in/cluster');
    laptop.write('dist/flask-mesh-more.k8s.yaml', '# more');
    expect(laptop.apply().text).toContain('the cluster flask-mesh is gone: npx cdktf destroy flask-mesh-local');
    expect(laptop.destroy().ok).toBe(true);
  });

  describe('first looks whether the machine is ready, and', () => {
    beforeEach(() => {
      laptop = new Laptop(STACK, fresh);
    });

    const refusal = ({ ok, text, calls, steps: run }: Run) => {
      expect({ ok, run }).toEqual({ ok: false, run: ['preflight'] });
      expect(calls.filter((call) => !/version|docker (info|container inspect)/.test(call))).toEqual([]);
      return text.match(/^ {2}- .*$/gm)?.map((line) => line.slice(4));
    };

    test('names everything that is missing at once, and where it comes from', async () => {
      const server = await listen(config.cluster.ports.http);
      for (const tool of ['k3d', 'istioctl']) laptop.remove(`bin/${tool}`);
      laptop.write('stand-in/version-kubectl', '1.28.15');
      laptop.remove('dist');
      const problems = refusal(laptop.apply());
      server.close();
      expect(problems).toEqual([
        'k3d is not installed: https://k3d.io/stable/#installation',
        'kubectl is 1.28.15, expected 1.35.0 or later: https://kubernetes.io/docs/tasks/tools/',
        `istioctl is not installed: curl -L https://istio.io/downloadIstio | ISTIO_VERSION=${istio.version} sh -, then put its bin/ on PATH`,
        `port ${config.cluster.ports.http} is taken: stop what listens on it (lsof -i :${config.cluster.ports.http}), or set another under flask-mesh.local.cluster.ports in terrachart.yaml`,
        'dist/ does not hold flask-mesh in environment local: npm run synth -- --system flask-mesh',
      ]);
      expect(laptop.destroy()).toMatchObject({ ok: true, calls: [] });
    });

    test('tells a daemon that does not run from a docker that is not there', () => {
      laptop.write('stand-in/no-daemon', '');
      expect(refusal(laptop.apply())).toEqual([expect.stringContaining('docker cannot reach its daemon')]);
    });

    test('wants the istioctl of the pinned minor version, because it brings its own charts', () => {
      laptop.write('stand-in/version-istioctl', '1.31.0');
      expect(refusal(laptop.apply())).toEqual([expect.stringMatching(/^istioctl is 1\.31\.0, expected 1\.30: /)]);
    });

    test('refuses a dist/ of another configuration', () => {
      laptop.write(stackFile, laptop.read(stackFile).replaceAll('flask-app:1.0.0', 'flask-app:2.0.0'));
      expect(refusal(laptop.apply())).toEqual([
        expect.stringContaining('dist/ was made from another configuration (nothing says image: terrachart.local/'),
      ]);
    });

    test('leaves a cluster alone that something else made', () => {
      laptop.write('stand-in/cluster', '\n');
      expect(refusal(laptop.apply())).toEqual([expect.stringContaining('that this stack did not make')]);
      expect(laptop.destroy().ok).toBe(true);
      expect(laptop.has('stand-in/cluster')).toBe(true);
    });
  });
});
