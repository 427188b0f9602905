import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import {
  appImage,
  type FlaskMeshConfig,
  flaskUrl,
  gatewayUrl,
  istio,
  istioPorts,
  namespaces,
  ports,
  tracingService,
} from '../../config/flask-mesh';
import { podsOf } from '../../model/pods';
import { builtIn, builtInManifests } from '../support/built-in';
import { manifestsOf } from '../support/manifests';
import { reviewedCharts } from '../support/reviewed';

reviewedCharts('flask-mesh');

// biome-ignore lint/suspicious/noExplicitAny: parts of objects are looked at one by one.
type Part = any;

const local = builtIn<FlaskMeshConfig>('flask-mesh', 'local').config;
const made = (change: (config: FlaskMeshConfig) => FlaskMeshConfig) =>
  manifestsOf([builtIn<FlaskMeshConfig>('flask-mesh', 'local', change)]);
const appFile = (file: string) => readFileSync(join(__dirname, '../../apps/flask', file), 'utf8');

const charts = builtInManifests('local', 'flask-mesh');

const ofKind = (kind: string) => charts.objects.filter((object) => object.kind === kind);
const serviceHost = ({ metadata: { name, namespace } }: Part) => `${name}.${namespace}.svc.cluster.local`;
const flaskPod = (): Part => charts.get('Deployment/flask-mesh/flask-app').spec.template;
const postgresPod = (): Part => charts.get('StatefulSet/flask-mesh/postgres').spec.template;
const routes = (): Part[] => charts.get('VirtualService/flask-mesh/flask-app').spec.http;

/** What the gateway does with a request: the first route of which one match holds, or which has none. */
function routed(headers: Record<string, string>): Part {
  return routes().find(({ match }) => !match || match.some((one: Part) => matches(one, headers)));
}

function matches({ headers = {}, ...others }: Part, sent: Record<string, string>): boolean {
  if (Object.keys(others).length > 0) throw new Error(`this test cannot judge ${Object.keys(others)}`);
  return Object.entries<Record<string, string>>(headers).every(([name, condition]) => {
    // Istio wants names in lower case, and compares values as they are.
    expect(name).toBe(name.toLowerCase());
    const value = sent[name];
    const [[how, wanted] = []] = Object.entries(condition);
    if (value === undefined || wanted === undefined) return false;
    if (how === 'exact') return value === wanted;
    if (how === 'prefix') return value.startsWith(wanted);
    if (how === 'regex') return new RegExp(`^(?:${wanted})$`).test(value);
    throw new Error(`this test cannot judge ${how}`);
  });
}

describe('the gateway', () => {
  test('refuses the user agent curl, and first of all', () => {
    const [first, ...others] = routes();
    expect(first.match).toEqual([{ headers: { 'user-agent': { exact: 'curl' } } }]);
    expect(first.directResponse.status).toBe(429);
    expect(others.filter(({ directResponse, fault }) => directResponse ?? fault)).toEqual([]);
  });

  test.each([
    ['curl', 429],
    ['curl/8.0', undefined],
    ['curl/8.14.1', undefined],
    ['Curl', undefined],
    ['CURL', undefined],
    ['libcurl', undefined],
    ['curl ', undefined],
    ['', undefined],
    ['Mozilla/5.0 (X11; Linux x86_64) curl', undefined],
  ])('user agent %j gets %s', (agent, status) => {
    const route = routed({ 'user-agent': agent });
    expect(route.directResponse?.status).toBe(status);
    if (!status) expect(route.route).toHaveLength(1);
  });

  test('passes on a request without a user agent', () => {
    expect(routed({}).name).toBe('app');
  });

  test('answers to the host in the config, and to no other', () => {
    const { servers, selector } = charts.get('Gateway/flask-mesh/flask-mesh').spec;
    const { hosts, gateways } = charts.get('VirtualService/flask-mesh/flask-app').spec;
    expect([hosts, ...servers.map((server: Part) => server.hosts)]).toEqual([[local.host], [local.host]]);
    expect(gateways).toEqual(['flask-mesh']);
    expect(selector).toEqual({ istio: 'ingressgateway' });
  });

  test('waits no longer than it says: all tries fit into the timeout, and the app gives up before', () => {
    const { timeout, retries } = routed({});
    const seconds = (text: string) => Number(/^(\d+)s$/.exec(text)?.[1]);
    expect((retries.attempts + 1) * seconds(retries.perTryTimeout)).toBeLessThanOrEqual(seconds(timeout));
    const patience = Number(/^PATIENCE = (\d+)$/m.exec(appFile('flask_app/database.py'))?.[1]);
    expect(patience).toBeLessThan(seconds(retries.perTryTimeout));
  });

  test.each(['flask-app', 'flask-app-outside'])('%s: proxies close idle connections before the app does', (service) => {
    const { connectionPool } = charts.get(`DestinationRule/flask-mesh/${service}`).spec.trafficPolicy;
    const kept = flaskPod().spec.containers[0].env.find(({ name }: Part) => name === 'KEEP_ALIVE_SECONDS').value;
    expect([connectionPool.http.idleTimeout, kept]).toEqual(['90s', '105']);
    // gunicorn takes it from there, and the same where nobody says anything.
    expect(appFile('gunicorn.conf.py')).toContain('keepalive = int(os.environ.get("KEEP_ALIVE_SECONDS", "105"))');
  });

  test('speaks HTTPS with a certificate of yours, and HTTP only to say so', async () => {
    const own = await made((config) => ({ ...config, tlsSecret: 'flask-mesh-tls' }));
    const [http, https] = own.get('Gateway/flask-mesh/flask-mesh').spec.servers;
    expect(http.tls).toEqual({ httpsRedirect: true });
    expect(https).toMatchObject({ port: { number: 443 }, tls: { mode: 'SIMPLE', credentialName: 'flask-mesh-tls' } });
    expect(own.expectations.filter(({ kind }) => kind === 'secret').map(({ name }) => name)).toEqual([
      'istio-system/flask-mesh-tls',
    ]);
    expect(gatewayUrl({ ...local, tlsSecret: 'flask-mesh-tls' })).toBe('https://flask-mesh.localhost:30443');
  });
});

describe('mutual TLS', () => {
  test('is strict in the whole mesh, but for one port of Flask', () => {
    const policies = ofKind('PeerAuthentication');
    const wholeMesh = policies.filter(({ spec }) => !spec.selector);
    expect(wholeMesh.map(({ metadata: { name, namespace } }) => [namespace, name])).toEqual([
      ['istio-system', 'default'],
    ]);
    expect(policies.map(({ spec }) => spec.mtls.mode)).toEqual(policies.map(() => 'STRICT'));
    const exceptions = policies.flatMap(({ metadata, spec }) =>
      Object.entries<Part>(spec.portLevelMtls ?? {}).map(([port, { mode }]) => [metadata.name, port, mode]),
    );
    expect(exceptions).toEqual([['flask-app-outside', '5001', 'PERMISSIVE']]);
    const [exception] = policies.filter(({ spec }) => spec.selector);
    expect(flaskPod().metadata.labels).toMatchObject(exception?.spec.selector.matchLabels);
    expect(postgresPod().metadata.labels).not.toMatchObject(exception?.spec.selector.matchLabels);
  });

  test('is what clients of Flask in the mesh are told to speak', () => {
    for (const { spec } of ofKind('DestinationRule')) expect(spec.trafficPolicy.tls).toEqual({ mode: 'ISTIO_MUTUAL' });
  });

  test('reaches every pod that talks to another: all get a sidecar, but for Jobs that ask the API server only', () => {
    expect(charts.get('Namespace/flask-mesh').metadata.labels).toMatchObject({ 'istio-injection': 'enabled' });
    const pods = podsOf(charts.objects).filter(({ owner }) => owner.metadata.namespace === namespaces.app);
    const without = pods.filter(({ labels }) => labels['sidecar.istio.io/inject'] === 'false');
    expect(without.map(({ owner }) => owner.metadata.name)).toEqual(['generate-postgres-secret']);
    expect(pods.map(({ owner }) => owner.metadata.name).sort()).toEqual([
      'flask-app',
      'generate-postgres-secret',
      'postgres',
      'postgres-backup',
    ]);
  });
});

/** Who asks for what; without a principal, a client without a certificate. */
interface Question {
  readonly principal?: string;
  readonly port: number;
  readonly method?: string;
  readonly path?: string;
}

/** Istio's rule: with policies for a pod, what none of them allows is refused. */
function allowed(pod: Part, { principal, port, method, path }: Question): boolean {
  const policies = ofKind('AuthorizationPolicy').filter(
    ({ spec }) => !spec.selector || contains(pod.metadata.labels, spec.selector.matchLabels),
  );
  expect(policies.filter(({ spec }) => spec.action && spec.action !== 'ALLOW')).toEqual([]);
  return policies.some(({ spec: { rules = [] } }) =>
    rules.some(({ from, to }: Part) => {
      const [{ source } = { source: undefined }] = from ?? [];
      const [{ operation }] = to;
      return (
        (!source || source.principals.includes(principal)) &&
        operation.ports.includes(String(port)) &&
        (!operation.methods || operation.methods.includes(method)) &&
        !operation.notPaths?.includes(path)
      );
    }),
  );
}

const contains = (labels: Part, wanted: Part) => Object.entries(wanted).every(([key, value]) => labels[key] === value);

describe('authorization', () => {
  const gateway = `cluster.local/ns/${namespaces.istio}/sa/${istio.gateway.serviceAccount}`;
  const of = (account: string) => `cluster.local/ns/${namespaces.app}/sa/${account}`;
  const get = { method: 'GET', path: '/' };

  test('everything that no rule allows is refused', () => {
    expect(charts.get('AuthorizationPolicy/flask-mesh/default-deny').spec).toEqual({});
  });

  test('Flask answers the gateway, and nobody else in the mesh', () => {
    expect(allowed(flaskPod(), { principal: gateway, port: ports.flask, ...get })).toBe(true);
    for (const principal of [undefined, of('postgres'), of('postgres-backup'), of('flask-app'), of('default')]) {
      expect(allowed(flaskPod(), { principal, port: ports.flask, ...get })).toBe(false);
    }
  });

  test('clients outside the mesh reach one port, to read', () => {
    const outside = { port: ports.flaskOutside };
    expect(allowed(flaskPod(), { ...outside, ...get })).toBe(true);
    expect(allowed(flaskPod(), { ...outside, method: 'POST', path: '/' })).toBe(false);
  });

  test('metrics are for Prometheus: neither way leads there', () => {
    const metrics = { method: 'GET', path: '/metrics' };
    expect(allowed(flaskPod(), { principal: gateway, port: ports.flask, ...metrics })).toBe(false);
    expect(allowed(flaskPod(), { port: ports.flaskOutside, ...metrics })).toBe(false);
  });

  test('PostgreSQL takes connections of Flask and of its own backups', () => {
    const at = { port: ports.postgres };
    for (const account of ['flask-app', 'postgres-backup']) {
      expect(allowed(postgresPod(), { principal: of(account), ...at })).toBe(true);
    }
    for (const principal of [undefined, gateway, of('postgres'), of('generate-postgres-secret'), of('default')]) {
      expect(allowed(postgresPod(), { principal, ...at })).toBe(false);
    }
  });

  test('every principal is a ServiceAccount that exists', () => {
    const principals = ofKind('AuthorizationPolicy').flatMap(({ spec: { rules = [] } }) =>
      rules.flatMap(({ from = [] }: Part) => from.flatMap(({ source }: Part) => source.principals)),
    );
    const accounts = ofKind('ServiceAccount').map(({ metadata }) => of(metadata.name));
    expect(new Set(principals).size).toBe(3);
    // The gateway's comes with Istio.
    for (const principal of principals) expect([...accounts, gateway]).toContain(principal);
  });

  test('pods run under the accounts that the principals name', () => {
    for (const { owner, spec } of podsOf(charts.objects)) expect(spec.serviceAccountName).toBe(owner.metadata.name);
  });
});

describe('names and ports line up', () => {
  test('every host in an Istio object is a Service', () => {
    const services = ofKind('Service').map(serviceHost);
    const destinations = routes().flatMap(({ route = [] }) => route.map(({ destination }: Part) => destination.host));
    const rules = ofKind('DestinationRule').map(({ spec }) => spec.host);
    expect(destinations).toHaveLength(1);
    for (const host of [...destinations, ...rules, tracingService]) expect(services).toContain(host);
  });

  test.each([
    ['flask-app', 'http', ports.flask, undefined],
    ['flask-app-outside', 'http-outside', ports.flaskOutside, 30762],
    ['postgres', 'tcp-postgres', ports.postgres, undefined],
  ])('Service %s: %s %i', (service, name, port, nodePort) => {
    const { spec } = charts.get(`Service/flask-mesh/${service}`);
    expect(spec.ports).toEqual([{ name, port, targetPort: name, ...(nodePort && { nodePort }) }]);
    const { containers } = (service === 'postgres' ? postgresPod() : flaskPod()).spec;
    expect(containers[0].ports).toContainEqual({ name, containerPort: port });
  });

  test('the route leads to a port of the Service, the Gateway listens where its Service and its policy do', () => {
    const [{ destination }] = routed({}).route;
    const service = ofKind('Service').find((one) => serviceHost(one) === destination.host);
    expect(service?.spec.ports.map(({ port }: Part) => port)).toContain(destination.port.number);
    const [{ port }] = charts.get('Gateway/flask-mesh/flask-mesh').spec.servers;
    expect(port).toEqual({ number: 80, name: 'http', protocol: 'HTTP' });
    expect(admitted('istio-system/istio-ingressgateway', istioPorts.gatewayHttp)).toEqual(['anyone']);
  });

  test('the app listens where its container says', () => {
    const [{ env, ports: declared }] = flaskPod().spec.containers;
    const { value } = env.find(({ name }: Part) => name === 'PORTS');
    expect(value.split(',').map(Number)).toEqual(declared.map(({ containerPort }: Part) => containerPort));
    expect(appFile('gunicorn.conf.py')).toContain('os.environ.get("PORTS", "5000")');
  });

  test('the node port is the one in the config', async () => {
    expect(flaskUrl(local)).toBe('http://localhost:30762');
    const other = await made((config) => {
      const { flask } = config;
      return { ...config, flask: { ...flask, nodePort: 31000 } };
    });
    expect(other.get('Service/flask-mesh/flask-app-outside').spec).toMatchObject({
      type: 'NodePort',
      ports: [{ nodePort: 31000 }],
    });
  });

  test('Prometheus, Grafana and Jaeger are where the documentation says', () => {
    const at = (name: string) => charts.get(`Service/istio-system/${name}`).spec.ports.map(({ port }: Part) => port);
    expect([at('prometheus'), at('grafana')]).toEqual([[9090], [3000]]);
    expect(at('jaeger')).toEqual([ports.jaegerUi, ports.jaegerOtlp]);
  });

  test('kubectl logs -l app=... finds the pods, and Istio their version', () => {
    expect(flaskPod().metadata.labels).toMatchObject({ app: 'flask-app', version: '1.0.0' });
    expect(postgresPod().metadata.labels).toMatchObject({ app: 'postgres', version: expect.stringMatching(/^17/) });
  });
});

/** Who may come in at a port, as the name of an app; `anyone` where a rule names nobody. */
function admitted(policy: string, port: number): string[] {
  const { ingress = [] } = charts.get(`NetworkPolicy/${policy}`).spec;
  return ingress
    .filter((rule: Part) => rule.ports.some((allowed: Part) => allowed.port === port))
    .flatMap(({ from }: Part) => from?.map(peer) ?? ['anyone']);
}

/** Where pods may go at a port. */
function reached(policy: string, port: number): string[] {
  const { egress = [] } = charts.get(`NetworkPolicy/${policy}`).spec;
  return egress
    .filter((rule: Part) => rule.ports.some((allowed: Part) => allowed.port === port))
    .flatMap(({ to }: Part) => to?.map(peer) ?? ['anyone']);
}

const peer = ({ podSelector }: Part): string => podSelector.matchLabels['app.kubernetes.io/name'];

describe('network policies leave Istio its ports', () => {
  const sidecars = ['flask-mesh/flask-app', 'flask-mesh/postgres', 'flask-mesh/postgres-backup'];

  test('every proxy reaches istiod, which everything in the mesh may ask', () => {
    const proxies = [...sidecars, 'istio-system/istio-ingressgateway'];
    for (const proxy of proxies) expect(reached(proxy, istioPorts.xds)).toEqual(['istiod']);
    expect(admitted('istio-system/istiod', istioPorts.xds).sort()).toEqual(
      proxies.map((proxy) => proxy.split('/')[1]).sort(),
    );
  });

  test('the API server reaches the webhook, istiod the API server', () => {
    expect(admitted('istio-system/istiod', istioPorts.webhook)).toEqual(['anyone']);
    expect(reached('istio-system/istiod', 6443)).toEqual(['anyone']);
  });

  test('Prometheus reads every proxy and istiod, and nobody else does', () => {
    for (const proxy of [...sidecars, 'istio-system/istio-ingressgateway']) {
      expect(admitted(proxy, istioPorts.mergedMetrics)).toEqual(['prometheus']);
      expect(admitted(proxy, istioPorts.envoyMetrics)).toEqual(['prometheus']);
    }
    expect(admitted('istio-system/istiod', istioPorts.istiodMetrics)).toEqual(['prometheus']);
  });

  test('proxies may tunnel where they may talk', () => {
    expect(admitted('flask-mesh/flask-app', istioPorts.hbone)).toEqual(['istio-ingressgateway']);
    expect(admitted('flask-mesh/postgres', istioPorts.hbone).sort()).toEqual(['flask-app', 'postgres-backup']);
  });

  test('the gateway answers load balancers that ask for its health', () => {
    expect(admitted('istio-system/istio-ingressgateway', istioPorts.proxyHealth)).toEqual(['anyone']);
  });

  test('of everything else, only what is named on purpose is open to everybody', () => {
    const open = ofKind('NetworkPolicy').flatMap(({ metadata: { name, namespace }, spec: { ingress = [] } }) =>
      ingress
        .filter(({ from }: Part) => !from)
        .flatMap((rule: Part) => rule.ports.map(({ port }: Part) => `${namespace}/${name}:${port}`)),
    );
    expect(open.sort()).toEqual([
      'flask-mesh/flask-app:5001',
      'istio-system/istio-ingressgateway:15021',
      'istio-system/istio-ingressgateway:8080',
      'istio-system/istio-ingressgateway:8443',
      'istio-system/istiod:15017',
    ]);
  });

  test('both namespaces are restricted, and made before Istio is', () => {
    const { metadata } = charts.get(`Namespace/${namespaces.istio}`);
    expect(metadata.labels?.['pod-security.kubernetes.io/enforce']).toBe('restricted');
    expect(charts.files['00-flask-mesh-namespaces']).toContain('name: istiod\n');
    expect(namespaces.cni).toBe('kube-system');
  });
});

describe('Flask', () => {
  test('lives without its database and is not ready without it', () => {
    const [{ startupProbe, livenessProbe, readinessProbe }] = flaskPod().spec.containers;
    expect([startupProbe, livenessProbe].map(({ httpGet }: Part) => httpGet.path)).toEqual(['/healthz', '/healthz']);
    expect(readinessProbe.httpGet.path).toBe('/readyz');
    expect(charts.get('Deployment/flask-mesh/flask-app').spec.replicas).toBe(2);
    expect(charts.get('PodDisruptionBudget/flask-mesh/flask-app').spec.maxUnavailable).toBe(1);
  });

  test('its image is built from apps/flask, and from there only', () => {
    const image = 'terrachart.local/flask-mesh/flask-app:1.0.0';
    expect(flaskPod().spec.containers[0].image).toBe(image);
    const [expected] = charts.expectations.filter(({ kind }) => kind === 'image');
    expect(expected).toMatchObject({
      name: image,
      from: expect.stringContaining(`docker build --tag ${image} apps/flask`),
    });
    expect(appImage(local).tag).toBe('1.0.0');
  });

  test('its Dockerfile pins both stages alike, and ends without root', () => {
    const stages = [...appFile('Dockerfile').matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
    expect(stages).toHaveLength(2);
    expect(new Set(stages).size).toBe(1);
    expect(stages[0]).toMatch(/:\d+\.\d+\.\d+-slim-/);
    const [, user] = /^USER (\d+):\d+$/m.exec(appFile('Dockerfile')) ?? [];
    expect(Number(user)).toBe(flaskPod().spec.securityContext.runAsUser);
  });

  test('its requirements are exact, each with its hashes', () => {
    const pinned = appFile('requirements.txt')
      .split(/^(?=[a-z])/m)
      .slice(1);
    for (const one of pinned) expect(one).toMatch(/^[a-z\d-]+==[\d.]+[^\n]*\\\n {4}--hash=sha256:[0-9a-f]{64}/);
    for (const wanted of ['flask==', 'gunicorn==', 'psycopg==', 'psycopg-pool==', 'prometheus-client==']) {
      expect(pinned.filter((one) => one.startsWith(wanted))).toHaveLength(1);
    }
  });
});

describe('PostgreSQL', () => {
  test('passwords are generated in the cluster, and stand in no ConfigMap', () => {
    const [{ args }] = charts.get('Job/flask-mesh/generate-postgres-secret').spec.template.spec.containers;
    expect(args).toEqual(['postgres=admin-password,password']);
    const takes = (pod: Part) => pod.spec.containers[0].env.filter(({ name }: Part) => /PASSWORD/.test(name));
    expect(takes(postgresPod()).map(({ valueFrom }: Part) => valueFrom.secretKeyRef)).toEqual([
      { name: 'postgres', key: 'admin-password' },
      { name: 'postgres', key: 'password' },
    ]);
    expect(takes(flaskPod()).map(({ valueFrom }: Part) => valueFrom.secretKeyRef.key)).toEqual(['password']);
    for (const { data } of ofKind('ConfigMap')) expect(JSON.stringify(data)).not.toMatch(/PASSWORD=["']?\w/);
  });

  test('lets nobody in without a password, not even from its own pod', () => {
    const { value } = postgresPod().spec.containers[0].env.find(({ name }: Part) => name === 'POSTGRES_INITDB_ARGS');
    expect(value).toContain('--auth-host=scram-sha-256 --auth-local=peer');
  });

  test('keeps its data on a volume, and dumps on another', () => {
    const { volumeClaimTemplates } = charts.get('StatefulSet/flask-mesh/postgres').spec;
    expect(volumeClaimTemplates[0].spec.resources.requests.storage).toBe('1Gi');
    const { schedule, jobTemplate } = charts.get('CronJob/flask-mesh/postgres-backup').spec;
    expect(schedule).toBe(local.postgres.backups.schedule);
    const { volumes } = jobTemplate.spec.template.spec;
    expect(volumes).toContainEqual({ name: 'backups', persistentVolumeClaim: { claimName: 'postgres-backup' } });
  });

  test('is asked by TCP whether it is ready: its socket opens before its first start is done', () => {
    const [{ readinessProbe }] = postgresPod().spec.containers;
    expect(readinessProbe.exec.command).toEqual(expect.arrayContaining(['pg_isready', '--host=127.0.0.1']));
  });
});

describe('what the mesh tells', () => {
  test('every proxy logs requests and sends spans to Jaeger', () => {
    const { metadata, spec } = charts.get('Telemetry/istio-system/mesh-default');
    expect(metadata.namespace).toBe(namespaces.istio);
    expect(spec.accessLogging).toEqual([{ providers: [{ name: 'envoy' }] }]);
    expect(spec.tracing).toEqual([
      { providers: [{ name: istio.tracingProvider }], randomSamplingPercentage: local.monitoring.tracedPercent },
    ]);
    for (const pod of ['flask-mesh/flask-app', 'flask-mesh/postgres', 'istio-system/istio-ingressgateway']) {
      expect(reached(pod, ports.jaegerOtlp)).toEqual(['jaeger']);
    }
  });

  test('Prometheus looks at the mesh, and at no other system of the cluster', () => {
    const { scrape_configs } = parse(charts.get('ConfigMap/istio-system/prometheus').data['prometheus.yaml']);
    const annotated = scrape_configs.filter(({ job_name }: Part) => ['pods', 'services'].includes(job_name));
    for (const { kubernetes_sd_configs } of annotated) {
      expect(kubernetes_sd_configs[0].namespaces.names).toEqual([namespaces.app, namespaces.istio]);
    }
    expect(annotated).toHaveLength(2);
  });

  test("Flask's own metrics are annotated; Istio's agent adds them to its answer", () => {
    expect(flaskPod().metadata.annotations).toEqual({
      'prometheus.io/scrape': 'true',
      'prometheus.io/port': String(ports.flask),
      'prometheus.io/path': '/metrics',
    });
  });

  test('two dashboards are provisioned, from metrics that Istio and the kubelets have', () => {
    const { data } = charts.get('ConfigMap/istio-system/grafana-dashboards');
    expect(Object.keys(data).sort().reverse()).toEqual(['mesh.json', 'mesh-workload.json']);
    const queries = Object.values<string>(data).flatMap((json) =>
      JSON.parse(json).panels.flatMap(({ targets = [] }: Part) => targets.map(({ expr }: Part): string => expr)),
    );
    const used = new Set(
      queries.flatMap((expr) => expr.match(/\b(istio|pilot|container)_[a-z_]+(?=[{[])|\bpilot_xds\b/g) ?? []),
    );
    expect([...used].filter((metric) => !standardMetrics.includes(metric))).toEqual([]);
    expect(used.size).toBeGreaterThan(8);
  });

  test('users are told what the cluster must have', () => {
    const [expected] = charts.expectations.filter(({ kind }) => kind === 'cluster');
    expect(expected?.name).toContain(`Istio ${istio.version}`);
    const cdk8s = readFileSync(join(__dirname, '../../cdk8s.yaml'), 'utf8');
    expect(cdk8s).toContain(`istio/istio/${istio.version}/`);
  });
});

/** https://istio.io/latest/docs/reference/config/metrics/ and https://istio.io/latest/docs/reference/commands/pilot-discovery/#metrics */
const standardMetrics = [
  'container_cpu_usage_seconds_total',
  'container_memory_working_set_bytes',
  'istio_request_duration_milliseconds_bucket',
  'istio_requests_total',
  'istio_tcp_connections_closed_total',
  'istio_tcp_connections_opened_total',
  'istio_tcp_received_bytes_total',
  'istio_tcp_sent_bytes_total',
  'pilot_proxy_convergence_time_bucket',
  'pilot_total_xds_rejects',
  'pilot_xds',
  'pilot_xds_pushes',
];
