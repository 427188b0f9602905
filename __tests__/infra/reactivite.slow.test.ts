import { builtIn } from '../support/built-in';
import { find, freePorts, Laptop } from '../support/laptop';
import { manifestsOf } from '../support/manifests';
import { synthesize } from '../support/terraform';

const STACK = 'reactivite-local';

interface Config {
  readonly cluster: { readonly ports: { readonly http: number; readonly https: number } };
}

const terraform = find('terraform');
if (!terraform) test.skip('brings its Traefik: skipped, terraform is not on PATH', () => {});

// What every system does on a laptop is tried in laptop.slow.test.ts.
(terraform ? describe : describe.skip)('its Traefik on a laptop, with stand-ins for all tools but terraform', () => {
  let fresh: Laptop;
  let laptop: Laptop;

  beforeAll(async () => {
    const [http = 0, https = 0] = await freePorts(2);
    const target = builtIn<Config>('reactivite', 'local', (config) => ({
      ...config,
      cluster: { ...config.cluster, ports: { http, https } },
    }));
    fresh = new Laptop(STACK);
    const { files } = await synthesize(target);
    fresh.write(`cdktf.out/stacks/${STACK}/cdk.tf.json`, files[`stacks/${STACK}/cdk.tf.json`] as string);
    const charts = await manifestsOf([target]);
    for (const [name, text] of Object.entries(charts.files)) fresh.write(`dist/${name}.k8s.yaml`, text);
    fresh.write('stand-in/workloads-reactivite', 'reactivite Deployment/fastapi\nvault StatefulSet/vault\n');
    fresh.init();
  });

  afterAll(() => fresh.dispose());

  beforeEach(() => {
    laptop = new Laptop(STACK, fresh);
  });

  afterEach(() => laptop.dispose());

  test("sets that of K3s aside, and brings its own once Helm has removed the other's objects", () => {
    const { ok, text, calls } = laptop.apply();
    expect(ok).toBe(true);
    expect(text).toContain("K3s' own Traefik is still there (1)");
    const config = JSON.parse(laptop.read('stand-in/applied'));
    expect(config).toMatchObject({
      kind: 'HelmChartConfig',
      metadata: { name: 'traefik', namespace: 'kube-system', labels: { 'app.kubernetes.io/part-of': 'reactivite' } },
    });
    expect(JSON.parse(config.spec.valuesContent)).toEqual({
      deployment: { enabled: false },
      service: { enabled: false },
      ingressClass: { enabled: false },
    });
    const looked = calls.filter((call) => call.startsWith('kubectl get deployment/traefik service/traefik'));
    expect(looked).toHaveLength(2);
    const last = calls.lastIndexOf(looked.at(-1) as string);
    expect(calls.findIndex((call) => call.includes('dist/reactivite-traefik.k8s.yaml'))).toBeGreaterThan(last);
  });

  test('does not wait for Vault, which somebody has to open', () => {
    const { text, calls } = laptop.apply();
    expect(text).toContain('does not wait for StatefulSet/vault in vault');
    expect(calls.filter((call) => call.startsWith('kubectl rollout status'))).toEqual([
      'kubectl rollout status Deployment/fastapi --namespace reactivite --timeout=600s',
    ]);
  });

  test('gives up when Helm does not set it aside, and goes on from there', () => {
    laptop.failOn('kubectl get ingressclasses');
    const failed = laptop.apply();
    expect(failed.ok).toBe(false);
    expect(failed.text).toContain(
      "K3s' own Traefik does not go: kubectl logs --namespace kube-system job/helm-install",
    );
    expect(failed.calls.filter((call) => call.includes('dist/reactivite-traefik'))).toEqual([]);
    laptop.failOn('');
    expect(laptop.apply().steps[0]).toBe('own_ingress');
  });
});
