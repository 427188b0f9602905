import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CaternetConfig,
  contracts,
  deadLetters,
  namespaceOf,
  type OnAutopilotConfig,
  type ServiceName,
  subscriptionName,
  subscriptionsOf,
} from '../../config/caternet';
import { googleRanges } from '../../config/google/ranges';
import { bytesIn, cpuIn } from '../../config/quantities';
import { type KubernetesObject, nameOf } from '../../model/objects';
import { podsOf } from '../../model/pods';
import { builtIn, builtInManifests } from '../support/built-in';
import { type Manifests, manifestsOf } from '../support/manifests';

const environments = ['local', 'test', 'qa', 'staging', 'production'] as const;
const onAutopilot = ['staging', 'production'] as const;

const charts = Object.fromEntries(
  environments.map((environment) => [environment, builtInManifests(environment, 'caternet')]),
) as Record<(typeof environments)[number], Manifests>;
const configOf = (environment: string) => builtIn<CaternetConfig>('caternet', environment).config;

// biome-ignore lint/suspicious/noExplicitAny: parts of objects are looked at one by one.
type Part = any;

const podOf = (made: Manifests, environment: string, service: string): Part =>
  made.get(`Deployment/${namespaceOf(environment, 'apps')}/${service}`).spec.template.spec;
const variablesOf = (pod: Part): Record<string, string | undefined> =>
  Object.fromEntries(pod.containers[0].env.map(({ name, value }: Part) => [name, value]));

/** The services that run in the cluster of an environment. */
const servicesIn = (environment: string): ServiceName[] => [
  'catnodejs',
  'cadaver-exchange',
  ...('gcp' in configOf(environment) ? [] : (['mousetrap'] as const)),
];

/** Whom a NetworkPolicy lets in, as `namespace/app`, `range` or `anyone`, with the port. */
function admitted(made: Manifests, name: string): string[] {
  return (made.get(`NetworkPolicy/${name}`).spec.ingress ?? []).flatMap(({ from = [{}], ports }: Part) =>
    from.flatMap(({ namespaceSelector, podSelector, ipBlock }: Part) =>
      ports.map(({ port }: Part) => {
        const namespace = namespaceSelector?.matchLabels?.['kubernetes.io/metadata.name'];
        const app = podSelector?.matchLabels?.['app.kubernetes.io/name'];
        return `${ipBlock?.cidr ?? [namespace ?? 'anyone', app].filter(Boolean).join('/')}:${port}`;
      }),
    ),
  );
}

describe.each(environments)('the services in %s', (environment) => {
  const config = configOf(environment);
  const made = charts[environment];

  test.each(servicesIn(environment))(
    '%s gets every variable that it needs, and none that it does not know',
    (service) => {
      const { required, optional } = contracts[service].variables;
      const given = Object.keys(variablesOf(podOf(made, environment, service)));
      // Kubernetes puts it into the URL.
      const known: readonly string[] = [...required, ...optional, 'DATABASE_PASSWORD'];
      expect(given).toEqual(expect.arrayContaining([...required]));
      expect(given.filter((name) => !known.includes(name))).toEqual([]);
    },
  );

  test.each(servicesIn(environment))('%s says and hears what config says, and nothing else', (service) => {
    const { PUBLISH_TOPIC, SUBSCRIPTIONS } = variablesOf(podOf(made, environment, service));
    const { publishes, subscribes } = config.services[service];
    expect([PUBLISH_TOPIC]).toEqual(publishes);
    expect(SUBSCRIPTIONS?.split(',') ?? []).toEqual(subscribes.map((topic) => subscriptionName(service, topic)));
  });

  test.each(servicesIn(environment))(
    '%s runs as it was agreed: its user, its ports, its probes, nowhere to write',
    (service) => {
      const pod = podOf(made, environment, service);
      const { ports, paths, user } = contracts[service];
      const [container] = pod.containers;
      expect(pod.securityContext.runAsUser).toBe(user);
      expect(Object.fromEntries(container.ports.map(({ name, containerPort }: Part) => [name, containerPort]))).toEqual(
        ports,
      );
      expect(container.readinessProbe.httpGet).toEqual({ path: paths.ready, port: 'http' });
      expect(container.livenessProbe.httpGet).toEqual({ path: paths.health, port: 'http' });
      expect((container.volumeMounts ?? []).filter(({ readOnly }: Part) => !readOnly)).toEqual([]);
    },
  );

  test.each(servicesIn(environment))('%s rolls without a gap', (service) => {
    const { strategy, template } = made.get(`Deployment/${namespaceOf(environment, 'apps')}/${service}`).spec;
    expect(strategy.rollingUpdate).toEqual({ maxSurge: 1, maxUnavailable: 0 });
    const { seconds } = template.spec.containers[0].lifecycle.preStop.sleep;
    // The apps end within 20 seconds of SIGTERM.
    expect(template.spec.terminationGracePeriodSeconds).toBeGreaterThan(seconds + 20);
  });

  test('HTTPS everywhere: each host has a certificate, and nothing answers in plain text', () => {
    const ingresses = made.objects.filter(({ kind }) => kind === 'Ingress');
    expect(ingresses).toHaveLength(1);
    const [{ metadata, spec }] = ingresses as [KubernetesObject];
    const { api, market } = config.hosts;
    expect(spec.rules.map(({ host, http }: Part) => [host, http.paths[0].path])).toEqual([
      [api, '/parse'],
      [market, '/'],
    ]);
    expect(spec.tls.map(({ hosts, secretName }: Part) => [hosts, Boolean(secretName)])).toEqual([
      [[api], true],
      [[market], true],
    ]);
    if ('gcp' in config) {
      const redirect = made.get(
        `FrontendConfig/${metadata.namespace}/${metadata.annotations?.['networking.gke.io/v1beta1.FrontendConfig']}`,
      );
      expect(redirect.spec.redirectToHttps.enabled).toBe(true);
    } else {
      expect(metadata.annotations).toMatchObject({
        'traefik.ingress.kubernetes.io/router.entrypoints': 'websecure',
        'traefik.ingress.kubernetes.io/router.tls': 'true',
      });
    }
  });

  test('MongoDB and Elasticsearch hear catnodejs, what copies them, what measures them, and each other', () => {
    const [apps, data] = [namespaceOf(environment, 'apps'), namespaceOf(environment, 'data')];
    const prometheus =
      'internal' in config
        ? `${config.internal.monitoringNamespace}/prometheus`
        : `${namespaceOf(environment, 'monitoring')}/prometheus`;
    const copies = 'gcp' in config;
    expect(new Set(admitted(made, `${data}/mongodb`))).toEqual(
      new Set([
        `${data}/mongodb:27017`,
        `${apps}/catnodejs:27017`,
        ...(copies ? [`${data}/mongodb-backup:27017`, `${data}/mongodb-backup-restore:27017`] : []),
        `${prometheus}:9216`,
      ]),
    );
    expect(new Set(admitted(made, `${data}/search`))).toEqual(
      new Set([
        ...(config.search.members > 1 ? [`${data}/search:9300`] : []),
        `${data}/search-logins:9200`,
        `${apps}/catnodejs:9200`,
        ...(copies ? ['', '-test', '-restore'].map((job) => `${data}/search-snapshot${job}:9200`) : []),
        `${prometheus}:9114`,
      ]),
    );
  });

  test('nobody reaches the dashboard of Parse but by a forwarded port', () => {
    const policies = made.objects.filter(({ kind }) => kind === 'NetworkPolicy');
    const open = policies.flatMap((policy) => admitted(made, nameOf(policy).replace('NetworkPolicy/', '')));
    expect(open.filter((one) => one.endsWith(`:${contracts.catnodejs.ports.dashboard}`))).toEqual([]);
    expect(JSON.stringify(made.objects.filter(({ kind }) => kind === 'Ingress'))).not.toContain('dashboard');
  });
});

describe.each(['local', 'test', 'qa'] as const)('the emulator in %s', (environment) => {
  const { services, topics } = configOf(environment);
  const files: Record<string, string> = charts[environment].get(
    `ConfigMap/${namespaceOf(environment, 'apps')}/pubsub`,
  ).data;
  const named = (kind: string) =>
    Object.keys(files).flatMap((file) =>
      file.startsWith(`${kind}.`) ? file.slice(kind.length + 1, -'.json'.length) : [],
    );

  test('has every topic and subscription that config has, with its dead letters, which are kept', () => {
    const dead = subscriptionsOf(services).map(({ name }) => deadLetters(name));
    expect(named('topics').sort()).toEqual([...Object.keys(topics), ...dead].sort());
    expect(named('subscriptions').sort()).toEqual(
      [...subscriptionsOf(services).map(({ name }) => name), ...dead].sort(),
    );
    for (const { name, topic } of subscriptionsOf(services)) {
      expect(JSON.parse(files[`subscriptions.${name}.json`] as string)).toMatchObject({
        topic: `projects/emulator/topics/${topic}`,
        deadLetterPolicy: { deadLetterTopic: `projects/emulator/topics/${deadLetters(name)}` },
      });
    }
  });

  test('is where the services look', () => {
    const { metadata, spec } = charts[environment].get(`Service/${namespaceOf(environment, 'apps')}/pubsub`);
    for (const service of servicesIn(environment)) {
      expect(variablesOf(podOf(charts[environment], environment, service)).PUBSUB_EMULATOR_HOST).toBe(
        `pubsub.${metadata.namespace}.svc.cluster.local:${spec.ports[0].port}`,
      );
    }
  });
});

test('with a federated bus there is no emulator, and no key: pods show a token', async () => {
  const provider = 'projects/1/locations/global/workloadIdentityPools/internal/providers/cluster';
  const made = await manifestsOf([
    builtIn<CaternetConfig>('caternet', 'qa', (config) => ({
      ...config,
      bus: { kind: 'federated', projectId: 'caternet-qa-bus', provider },
    })),
  ]);
  expect(made.objects.map(nameOf).filter((name) => name.includes('pubsub'))).toEqual([]);
  const pod = podOf(made, 'qa', 'mousetrap');
  expect(variablesOf(pod)).toMatchObject({
    PUBSUB_PROJECT: 'caternet-qa-bus',
    GOOGLE_APPLICATION_CREDENTIALS: '/etc/google/login.json',
  });
  expect(variablesOf(pod)).not.toHaveProperty('PUBSUB_EMULATOR_HOST');
  const login = JSON.parse(made.get('ConfigMap/caternet-qa/google-login').data['login.json']);
  expect(login.audience).toBe(`//iam.googleapis.com/${provider}`);
  const [token] = pod.volumes.flatMap(({ projected }: Part) => projected?.sources ?? []);
  expect(token.serviceAccountToken.audience).toBe(`https:${login.audience}`);
});

test('test and qa share a cluster: no object is there twice', () => {
  const both = [...charts.test.objects, ...charts.qa.objects].map(nameOf);
  expect(both.filter((name, i) => both.indexOf(name) !== i)).toEqual([]);
});

test('test and qa bring rules and dashboards of their own to one Prometheus and one Grafana', () => {
  const uids = (['test', 'qa'] as const).flatMap((environment) => {
    const { data } = charts[environment].get(`ConfigMap/monitoring/caternet-${environment}-dashboards`);
    return Object.values<string>(data).map((text) => JSON.parse(text).uid);
  });
  expect(new Set(uids).size).toBe(uids.length);
  const rules = charts.qa.get('ConfigMap/monitoring/caternet-qa-rules').data['caternet-qa.yaml'];
  expect(rules).not.toContain('caternet-test');
  expect(rules.match(/namespace=~"caternet-qa\|caternet-qa-data"/g)?.length).toBeGreaterThan(8);
});

test('the runbook explains each alert', () => {
  const runbook = readFileSync(join(__dirname, '../../docs/runbooks/monitoring.md'), 'utf8');
  const files = [
    charts.production.get('ConfigMap/caternet-production-monitoring/prometheus').data['alerts.yaml'],
    charts.qa.get('ConfigMap/monitoring/caternet-qa-rules').data['caternet-qa.yaml'],
  ];
  const alerts = files.flatMap((text) => [...text.matchAll(/- alert: (\w+)/g)].map(([, alert]) => alert));
  expect(alerts.length).toBeGreaterThan(30);
  expect(alerts.filter((alert) => !runbook.includes(`\n### ${alert}\n`))).toEqual([]);
});

test('local shares no project, host, e-mail, secret or bucket name with production', () => {
  const { gcp, aws, hosts, certificates } = configOf('production') as OnAutopilotConfig;
  const text = JSON.stringify([charts.local.objects, charts.local.expectations]);
  const ofProduction = [
    ...[gcp.projectId, gcp.traps.projectId, gcp.keys.ring, gcp.backups.bucket, gcp.cluster.name, gcp.dns.domain],
    ...[aws.bucket, aws.accountId, certificates.email, ...gcp.alerts.emails, ...Object.values(hosts)],
    ...['gserviceaccount', 'pkg.dev', 'googleapis.com/', 'amazonaws'],
  ];
  expect(ofProduction.filter((value) => text.includes(value))).toEqual([]);
  // Secrets are made in each cluster; their namespaces differ.
  const secrets = (environment: 'local' | 'production') =>
    charts[environment].objects.flatMap((object) =>
      podsOf([object]).flatMap(({ spec, owner }) =>
        (spec.volumes ?? []).flatMap(({ secret }) =>
          secret ? [`${owner.metadata.namespace}/${secret.secretName}`] : [],
        ),
      ),
    );
  expect(secrets('local').length).toBeGreaterThan(0);
  expect(secrets('local').filter((name) => secrets('production').includes(name))).toEqual([]);
});

describe.each(onAutopilot)('on Google Cloud, %s', (environment) => {
  const made = charts[environment];
  const apps = namespaceOf(environment, 'apps');

  test('the load balancer, and nothing else outside, reaches the pods, and asks each for its health', () => {
    for (const service of ['catnodejs', 'cadaver-exchange'] as const) {
      const { http } = contracts[service].ports;
      const ranges = admitted(made, `${apps}/${service}`).filter((one) => /^\d/.test(one));
      expect(ranges).toEqual(googleRanges.loadBalancers.map((range) => `${range}:${http}`));
      const { annotations } = made.get(`Service/${apps}/${service}`).metadata;
      expect(JSON.parse(annotations?.['cloud.google.com/backend-config'] ?? '')).toEqual({ default: service });
      expect(made.get(`BackendConfig/${apps}/${service}`).spec.healthCheck).toMatchObject({
        port: http,
        requestPath: contracts[service].paths.health,
      });
    }
  });

  test('the services scale by load', () => {
    for (const service of ['catnodejs', 'cadaver-exchange'] as const) {
      const { minReplicas, maxReplicas } = (configOf(environment) as OnAutopilotConfig)[service];
      expect(made.get(`HorizontalPodAutoscaler/${apps}/${service}`).spec).toMatchObject({ minReplicas, maxReplicas });
      expect(made.get(`Deployment/${apps}/${service}`).spec).not.toHaveProperty('replicas');
    }
  });

  test('hosts are proved by DNS, for nothing answers a challenge in plain text', () => {
    const issuers = made.objects.filter(({ kind, spec }) => kind === 'ClusterIssuer' && spec.acme);
    expect(issuers.map(({ metadata }) => metadata.name)).toEqual([
      'caternet-letsencrypt-staging',
      'caternet-letsencrypt-prod',
    ]);
    for (const { spec } of issuers) expect(Object.keys(spec.acme.solvers[0])).toEqual(['dns01']);
  });

  test('Autopilot runs each pod as it is: nothing of the node, and no less than it gives anyway', () => {
    const pods = podsOf(made.objects);
    expect(pods.length).toBeGreaterThan(10);
    for (const { owner, spec, containers } of pods) {
      const side = [...spec.containers, ...(spec.initContainers ?? []).filter((one) => one.restartPolicy === 'Always')];
      const total = (what: 'cpu' | 'memory', read: (text: string) => number) =>
        side.reduce((sum, { resources }) => sum + read(String(resources?.requests?.[what])), 0);
      const [cores, gibibytes] = [total('cpu', cpuIn), total('memory', bytesIn) / 2 ** 30];
      expect([nameOf(owner), cores >= 0.05, gibibytes >= 52 / 1024]).toEqual([nameOf(owner), true, true]);
      expect([nameOf(owner), gibibytes / cores >= 1, gibibytes / cores <= 6.5]).toEqual([nameOf(owner), true, true]);
      expect([spec.hostNetwork, spec.hostPID, spec.hostIPC].filter(Boolean)).toEqual([]);
      expect((spec.volumes ?? []).filter(({ hostPath }) => hostPath)).toEqual([]);
      expect(containers.filter(({ securityContext }) => securityContext?.privileged)).toEqual([]);
    }
  });

  test('there is no trap in the cluster', () => {
    expect(made.objects.filter(({ metadata }) => metadata.name === 'mousetrap')).toEqual([]);
  });
});
