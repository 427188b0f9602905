import { type FlaskMeshConfig, istio } from '../../config/flask-mesh';
import type { Target } from '../../config/system';
import { builtIn } from '../support/built-in';
import { find, freePorts, Laptop, type Run } from '../support/laptop';
import { manifestsOf } from '../support/manifests';
import { synthesize } from '../support/terraform';

const STACK = 'flask-mesh-local';

/** The built-in target with some of its record changed. */
function local(change: (config: FlaskMeshConfig) => void = () => {}): Target<FlaskMeshConfig> {
  return builtIn<FlaskMeshConfig>('flask-mesh', 'local', (config) => {
    change(config);
    return config;
  });
}

const terraform = find('terraform');
if (!terraform) test.skip('brings its mesh: skipped, terraform is not on PATH', () => {});

// What every system does on a laptop is tried in laptop.slow.test.ts.
(terraform ? describe : describe.skip)('its mesh on a laptop, with stand-ins for all tools but terraform', () => {
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
    const [http = 0, https = 0] = await freePorts(2);
    config = { ...local().config, cluster: { ...local().config.cluster, ports: { http, https } } };
    fresh = new Laptop(STACK);
    fresh.write('apps/flask/Dockerfile', 'FROM scratch');
    fresh.write('stand-in/version-istioctl', istio.version);
    fresh.write(
      'stand-in/workloads-flask-mesh',
      'flask-mesh Deployment/flask-app\nflask-mesh StatefulSet/postgres\nistio-system StatefulSet/grafana\n',
    );
    const charts = await manifestsOf([local((record) => Object.assign(record, config))]);
    for (const [name, text] of Object.entries(charts.files)) fresh.write(`dist/${name}.k8s.yaml`, text);
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
        /^(k3d (cluster|node|image) (?!list)|docker build|istioctl (install|uninstall)|kubectl (apply|drain|delete|rollout restart))/.test(
          call,
        ),
      )
      .map((call) => call.replace(/ --.*/, ''));

  test('is installed after the guarded namespaces and before the charts, without a claim to the ports of Traefik', () => {
    laptop = new Laptop(STACK, deployed);
    expect(deeds(first)).toEqual([
      'k3d cluster create terrachart',
      'kubectl apply',
      'istioctl install',
      'docker build',
      'k3d image import terrachart.local/flask-mesh/flask-app:1.0.0',
      'kubectl apply',
    ]);
    const operator = JSON.parse(laptop.read('stand-in/operator'));
    expect(operator.kind).toBe('IstioOperator');
    expect(operator.spec.components.ingressGateways[0].k8s.service.type).toBe('NodePort');
  });

  test('is taken out where the cluster stays, before its namespaces go', () => {
    laptop = new Laptop(STACK, deployed);
    laptop.write('stand-in/systems', 'flask-mesh\nanother\n');
    const gone = laptop.destroy();
    expect(gone.ok).toBe(true);
    expect(deeds(gone)).toEqual([
      'istioctl uninstall',
      'kubectl delete namespaces,ingressclasses.networking.k8s.io',
      'kubectl delete configmaps,helmchartconfigs.helm.cattle.io',
    ]);
    expect(gone.text).toContain('the cluster terrachart stays, for namespace/another');
  });

  test('adds and removes workers without touching the others, and gives new ones the image', async () => {
    laptop = new Laptop(STACK, deployed);
    await synth(laptop, ({ cluster }) => Object.assign(cluster, { workerCount: 5 }));
    const more = laptop.apply();
    expect(more).toMatchObject({ ok: true, steps: ['preflight', 'workers', 'app_image', 'rollout'] });
    const image = ['docker build', 'k3d image import terrachart.local/flask-mesh/flask-app:1.0.0'];
    expect(deeds(more)).toEqual(['k3d node create terrachart-agent-3', 'k3d node create terrachart-agent-4', ...image]);

    laptop.write('stand-in/volumes', 'k3d-terrachart-agent-4-0\n');
    await synth(laptop, ({ cluster }) => Object.assign(cluster, { workerCount: 4 }));
    expect(deeds(laptop.apply())).toEqual([
      'kubectl drain k3d-terrachart-agent-3-0',
      'k3d node delete k3d-terrachart-agent-3-0',
      ...image,
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

    laptop.write('dist/another-app.k8s.yaml', '# of another system');
    laptop.write('apps/flask/__pycache__/app.pyc', 'made by running it');
    expect(laptop.apply().steps).toEqual([]);

    laptop.write('apps/flask/app.py', 'print()');
    const changed = laptop.apply();
    expect(changed).toMatchObject({ ok: true, steps: ['preflight', 'app_image', 'rollout'] });
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
    const { ok, steps, calls } = laptop.apply();
    expect({ ok, begin: steps.slice(0, 3) }).toEqual({ ok: true, begin: ['removal', 'preflight', 'cluster'] });
    expect(calls.filter((call) => /k3d cluster (create|delete)/.test(call)).map((call) => call.slice(4, 18))).toEqual([
      'cluster delete',
      'cluster create',
    ]);
  });

  test('does not make it anew while another system is in it', async () => {
    laptop = new Laptop(STACK, deployed);
    const [http = 0] = await freePorts(1);
    laptop.write('stand-in/systems', 'flask-mesh\nanother\n');
    await synth(laptop, ({ cluster }) => Object.assign(cluster.ports, { http }));
    const { ok, text, calls } = laptop.apply();
    expect([ok, text]).toEqual([false, expect.stringMatching(/made with other settings .*take down every system/)]);
    expect(calls.filter((call) => /k3d cluster (create|delete)/.test(call))).toEqual([]);
  });

  test('starts a cluster that was stopped, and says when it is gone', () => {
    laptop = new Laptop(STACK, deployed);
    laptop.write('apps/flask/app.py', 'print()');
    laptop.failOn('kubectl get --raw /readyz');
    expect(deeds(laptop.apply())).toContain('k3d cluster start terrachart');
    laptop.failOn('');
    laptop.remove('stand-in/cluster');
    laptop.write('dist/flask-mesh-more.k8s.yaml', '# more');
    expect(laptop.apply().text).toContain('the cluster terrachart is gone: npm run down -- flask-mesh, then up again');
    expect(laptop.destroy().ok).toBe(true);
  });

  test('tells a daemon that does not run from a docker that is not there', () => {
    laptop = new Laptop(STACK, fresh);
    laptop.write('stand-in/no-daemon', '');
    expect(laptop.apply().text).toContain('docker cannot reach its daemon');
    laptop.remove('bin/docker');
    expect(laptop.apply().text).toContain('docker is not installed');
  });

  test('wants the istioctl of the pinned minor version, because it brings its own charts', () => {
    laptop = new Laptop(STACK, fresh);
    laptop.write('stand-in/version-istioctl', '1.31.0');
    expect(laptop.apply().text).toMatch(/^ {2}- istioctl is 1\.31\.0, expected 1\.30: curl -L .* \| ISTIO_VERSION=/m);
    laptop.remove('bin/istioctl');
    expect(laptop.apply().text).toContain(
      `istioctl is not installed: curl -L https://istio.io/downloadIstio | ISTIO_VERSION=${istio.version} sh -, then put its bin/ on PATH`,
    );
  });
});
