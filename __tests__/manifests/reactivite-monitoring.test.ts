import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { parse } from 'yaml';
import { namespaces, type ReactiviteConfig, reactivite } from '../../config/reactivite';
import { Grafana } from '../../manifests/components/grafana';
import { InternalCa } from '../../manifests/components/internal-ca';
import { clusterDashboard } from '../../manifests/components/monitoring/dashboards/cluster';
import { Prometheus } from '../../manifests/components/prometheus';
import { monitoringAlerts } from '../../manifests/components/prometheus/alerts';
import { Traefik } from '../../manifests/components/traefik';
import { Vault } from '../../manifests/components/vault';
import { SecretRef } from '../../manifests/constructs/secret-ref';
import { SystemChart } from '../../manifests/constructs/system-chart';
import { objectsOf } from '../../manifests/main';
import { MonitoringChart } from '../../manifests/systems/reactivite/monitoring';
import { NodeAgentsChart } from '../../manifests/systems/reactivite/node-agents';
import { VaultChart } from '../../manifests/systems/reactivite/vault';
import type { KubernetesObject } from '../../model/objects';

const local = reactivite.environments.local.record;
const production = reactivite.environments.production.record;

/** The two charts of an environment, wired as the system wires them. */
function build(config: ReactiviteConfig) {
  const app = new App({ recordConstructMetadata: false });
  const { vault } = new VaultChart(app, 'reactivite-vault', config);
  const monitoring = new MonitoringChart(app, 'reactivite-monitoring', config, vault);
  const agents = new NodeAgentsChart(app, 'reactivite-node-agents', config);
  monitoring.prometheus.scrapeNodes(agents.nodeExporter);
  return { monitoring, objects: [monitoring, agents].flatMap(objectsOf) };
}

/** A chart of some other system. */
function elsewhere(name = 'elsewhere'): SystemChart {
  return new SystemChart(new App(), name, { system: 'other', namespace: name });
}

function find(objects: readonly KubernetesObject[], kind: string, name: string): KubernetesObject {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
  if (!found) throw new Error(`no ${kind}/${name}`);
  return found;
}

// biome-ignore lint/suspicious/noExplicitAny: configuration files have no type here.
function file(objects: readonly KubernetesObject[], configMap: string, name: string): any {
  return parse(find(objects, 'ConfigMap', configMap).data[name]);
}

const built = { local: build(local), production: build(production) };
const { objects } = built.production;
const settings = file(objects, 'prometheus', 'prometheus.yaml');
const job = (name: string) => settings.scrape_configs.find(({ job_name }: { job_name: string }) => job_name === name);

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: Record<string, string>;
}
const rules: Rule[] = file(objects, 'prometheus', 'alerts.yaml').groups.flatMap(
  (group: { rules: Rule[] }) => group.rules,
);

const dashboards = Object.entries<string>(find(objects, 'ConfigMap', 'grafana-dashboards').data).map(
  ([name, json]) => ({
    name,
    ...JSON.parse(json),
  }),
);
const panels = dashboards.flatMap((dashboard) =>
  dashboard.panels.filter(({ type }: { type: string }) => type !== 'row'),
);

describe('Prometheus', () => {
  const minimal = (storage = '10Gi') => {
    const chart = elsewhere();
    new Prometheus(chart, 'prometheus', { storage, retentionDays: 7 });
    return objectsOf(chart);
  };

  test('needs a volume and a time, and knows no system', () => {
    const { spec } = find(minimal(), 'StatefulSet', 'prometheus');
    expect(spec.template.spec.containers[0].args).toContain('--storage.tsdb.retention.time=7d');
    expect(JSON.stringify(minimal())).not.toContain('reactivite');
    expect(find(minimal(), 'ClusterRole', 'other-prometheus')).toBeDefined();
    expect(file(minimal(), 'prometheus', 'alerts.yaml')).toEqual({ groups: [] });
  });

  test('takes alerts, jobs and a private authority', () => {
    const chart = elsewhere();
    const ca = new InternalCa(chart, 'internal-ca');
    new Prometheus(chart, 'prometheus', {
      storage: '10Gi',
      retentionDays: 7,
      alerts: [monitoringAlerts],
      jobs: [{ job_name: 'mine' }],
      ca: ca.trust(chart, 'prometheus-ca'),
    });
    const configured = file(objectsOf(chart), 'prometheus', 'prometheus.yaml').scrape_configs;
    expect(configured.at(-1)).toEqual({ job_name: 'mine' });
    expect(configured.find((one: { job_name: string }) => one.job_name === 'pods').tls_config).toEqual({
      ca_file: '/etc/prometheus-ca/ca.crt',
    });
    const { volumes } = find(objectsOf(chart), 'StatefulSet', 'prometheus').spec.template.spec;
    expect(volumes).toContainEqual(expect.objectContaining({ name: 'prometheus-ca' }));
  });

  test.each([
    ['2Gi', '1638MB'],
    ['512Mi', '409MB'],
    ['1Ti', '838860MB'],
  ])('fills 80%% of a volume of %s', (storage, size) => {
    const [container] = find(minimal(storage), 'StatefulSet', 'prometheus').spec.template.spec.containers;
    expect(container.args).toContain(`--storage.tsdb.retention.size=${size}`);
  });

  test('refuses a size that it cannot read', () => {
    expect(() => minimal('10GB')).toThrow('Storage of Prometheus: 10GB - expected a size in Mi, Gi or Ti, e.g. 10Gi');
  });

  test('has five minutes to stop and a quarter of an hour to start', () => {
    const { terminationGracePeriodSeconds, containers } = find(objects, 'StatefulSet', 'prometheus').spec.template.spec;
    const { startupProbe } = containers[0];
    expect(terminationGracePeriodSeconds).toBe(300);
    expect(startupProbe.httpGet.path).toBe('/-/ready');
    expect(startupProbe.periodSeconds * startupProbe.failureThreshold).toBe(900);
  });

  test('rolls when an alert changes', () => {
    const checksum = (alerts = [monitoringAlerts]) => {
      const chart = elsewhere();
      new Prometheus(chart, 'prometheus', { storage: '1Gi', retentionDays: 1, alerts });
      return find(objectsOf(chart), 'StatefulSet', 'prometheus').spec.template.metadata.annotations['checksum/config'];
    };
    expect(checksum()).toBe(checksum());
    expect(checksum()).not.toBe(checksum([]));
  });
});

describe('scrape jobs', () => {
  test('are the cluster, what is annotated, and kube-state-metrics', () => {
    expect(settings.scrape_configs.map(({ job_name }: { job_name: string }) => job_name)).toEqual([
      'prometheus',
      'apiserver',
      'kubelet',
      'cadvisor',
      'pods',
      'services',
      'kube-state-metrics',
    ]);
  });

  test('verify every certificate', () => {
    expect(JSON.stringify(settings)).not.toContain('insecure_skip_verify');
    for (const name of ['apiserver', 'kubelet', 'cadvisor']) {
      expect(job(name)).toMatchObject({
        scheme: 'https',
        tls_config: { ca_file: '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt' },
      });
    }
  });

  test('scrape an annotated pod once, and only while it runs', () => {
    const dropped = (name: string) =>
      job(name)
        .relabel_configs.filter(({ action }: { action?: string }) => action === 'drop')
        .map(({ source_labels: [label], regex }: { source_labels: string[]; regex: string }) => [label, regex]);
    const finished = ['__meta_kubernetes_pod_phase', 'Succeeded|Failed'];
    expect(dropped('pods')).toEqual([finished]);
    expect(dropped('services')).toEqual([['__meta_kubernetes_pod_annotation_prometheus_io_scrape', 'true'], finished]);
  });

  test.each([
    ['10.0.0.7:8080;9100', '10.0.0.7:9100'],
    ['10.0.0.7;9100', '10.0.0.7:9100'],
    ['[fd00::7]:8080;9100', '[fd00::7]:9100'],
  ])('put the annotated port into %s', (source, address) => {
    const { regex, replacement } = job('pods').relabel_configs.find(
      ({ source_labels: [first] }: { source_labels: string[] }) => first === '__address__',
    );
    expect(source.replace(new RegExp(`^(?:${regex})$`), replacement)).toBe(address);
  });

  test('ask pods that speak HTTPS by a name in their certificate', () => {
    const { regex, replacement } = job('pods').relabel_configs.find(
      ({ source_labels: [first] }: { source_labels: string[] }) => first === '__scheme__',
    );
    const chart = elsewhere('vault');
    new Vault(chart, 'vault', {
      replicas: 3,
      storage: '1Gi',
      auditStorage: '1Gi',
      ca: new InternalCa(chart, 'internal-ca'),
    });
    const name = 'https;vault-0;vault;vault;8200'.replace(new RegExp(`^(?:${regex})$`), replacement);
    expect(name).toBe('vault-0.vault-headless.vault.svc.cluster.local:8200');
    expect(find(objectsOf(chart), 'Certificate', 'vault-tls').spec.dnsNames).toContain(
      name.replace(/^[^.]+/, '*').replace(/:.*/, ''),
    );
  });

  test('find kube-state-metrics by its name, namespace and port', () => {
    const { spec, metadata } = find(objects, 'Deployment', 'kube-state-metrics');
    const [{ namespaces: where, selectors }] = job('kube-state-metrics').kubernetes_sd_configs;
    const [label, value] = selectors[0].label.split('=');
    expect(spec.template.metadata.labels[label]).toBe(value);
    expect(where.names).toEqual([metadata.namespace]);
    const [{ regex }] = job('kube-state-metrics').relabel_configs;
    expect(spec.template.spec.containers[0].ports.map(({ name }: { name: string }) => name)).toContain(regex);
    expect(spec.template.metadata.annotations).toBeUndefined();
  });
});

describe('rights', () => {
  const clusterRoles = objects.filter(({ kind }) => kind === 'ClusterRole');

  test('are for two ServiceAccounts', () => {
    expect(clusterRoles.map(({ metadata }) => metadata.name).sort()).toEqual([
      'reactivite-kube-state-metrics',
      'reactivite-prometheus',
    ]);
  });

  test('name everything, change nothing, and leave Secrets and the kubelets alone', () => {
    for (const { rules: granted } of clusterRoles) {
      const text = JSON.stringify(granted);
      for (const forbidden of ['"*"', 'secrets', 'configmaps', 'nodes/proxy']) expect(text).not.toContain(forbidden);
      for (const { verbs } of granted) {
        expect(['get', 'list', 'watch']).toEqual(expect.arrayContaining(verbs));
      }
    }
  });

  test('of kube-state-metrics are what it is told to report', () => {
    const { rules: granted } = find(objects, 'ClusterRole', 'reactivite-kube-state-metrics');
    const [container] = find(objects, 'Deployment', 'kube-state-metrics').spec.template.spec.containers;
    const told = container.args.find((argument: string) => argument.startsWith('--resources='));
    expect(told.replace('--resources=', '').split(',').sort()).toEqual(
      granted.flatMap(({ resources }: { resources: string[] }) => resources).sort(),
    );
  });

  test('are not given to Grafana or node-exporter', () => {
    for (const [kind, name] of [
      ['StatefulSet', 'grafana'],
      ['DaemonSet', 'node-exporter'],
    ] as const) {
      expect(find(objects, kind, name).spec.template.spec.automountServiceAccountToken).toBe(false);
    }
  });
});

describe('flows', () => {
  const egress = (from: readonly KubernetesObject[]) => find(from, 'NetworkPolicy', 'prometheus').spec.egress;
  const ports = (rule: { ports: { port: number }[] }) => rule.ports.map(({ port }) => port);

  test('of Prometheus are what its jobs need', () => {
    const named = egress(objects).map((rule: { to?: unknown; ports: { port: number }[] }) => [
      ports(rule),
      JSON.stringify(rule.to) ?? 'nodes',
    ]);
    expect(named).toEqual([
      [[53, 53], expect.stringContaining('kube-system')],
      [[443, 6443], expect.stringContaining('172.16.0.0/28')],
      [[10250], 'nodes'],
      [[8080], expect.stringContaining('kube-state-metrics')],
      [[3000], expect.stringContaining('grafana')],
      [[9100], 'nodes'],
    ]);
  });

  test('to a scraped workload are open on both sides', () => {
    const app = new App();
    const there = new SystemChart(app, 'there', { system: 'other', namespace: 'there' });
    const traefik = new Traefik(there, 'traefik');
    const here = new SystemChart(app, 'here', { system: 'other', namespace: 'here' });
    new Prometheus(here, 'prometheus', { storage: '1Gi', retentionDays: 1 }).scrape(traefik, 'metrics');
    expect(egress(objectsOf(here)).at(-1)).toMatchObject({
      to: [{ podSelector: { matchLabels: { 'app.kubernetes.io/name': 'traefik' } } }],
      ports: [{ port: 9100 }],
    });
    expect(find(objectsOf(there), 'NetworkPolicy', 'traefik').spec.ingress.at(-1)).toMatchObject({
      from: [
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'here' } },
          podSelector: { matchLabels: { 'app.kubernetes.io/name': 'prometheus' } },
        },
      ],
      ports: [{ port: 9100 }],
    });
  });

  test('out of Grafana lead to Prometheus and nowhere else', () => {
    const { egress: out } = find(objects, 'NetworkPolicy', 'grafana').spec;
    expect(out.map(ports)).toEqual([[53, 53], [9090]]);
  });

  test('into the user interfaces come from each other only', () => {
    const from = (name: string) =>
      find(objects, 'NetworkPolicy', name).spec.ingress.map(
        ({ from: [peer] }: { from: { podSelector: { matchLabels: Record<string, string> } }[] }) =>
          peer?.podSelector.matchLabels['app.kubernetes.io/name'],
      );
    expect([from('prometheus'), from('grafana')]).toEqual([['grafana'], ['prometheus']]);
    expect(objects.some(({ kind }) => kind === 'Ingress')).toBe(false);
  });
});

describe('Grafana', () => {
  const env = (from: readonly KubernetesObject[]): { name: string; value?: string; valueFrom?: object }[] =>
    find(from, 'StatefulSet', 'grafana').spec.template.spec.containers[0].env;

  test('needs a Secret, a volume and a Prometheus, and knows no system', () => {
    const chart = elsewhere();
    const prometheus = new Prometheus(chart, 'prometheus', { storage: '1Gi', retentionDays: 1 });
    new Grafana(chart, 'grafana', {
      secret: new SecretRef('mine'),
      storage: '1Gi',
      prometheus,
      dashboards: [clusterDashboard],
    });
    const [source] = file(objectsOf(chart), 'grafana-provisioning', 'datasources.yaml').datasources;
    expect(source.url).toBe('http://prometheus.elsewhere.svc.cluster.local:9090');
    expect(JSON.stringify(objectsOf(chart))).not.toContain('reactivite');
  });

  test('takes password and key from the Secret', () => {
    for (const [name, key] of [
      ['GF_SECURITY_ADMIN_PASSWORD', 'password'],
      ['GF_SECURITY_SECRET_KEY', 'secret-key'],
    ]) {
      expect(env(objects)).toContainEqual({ name, valueFrom: { secretKeyRef: { name: 'grafana-admin', key } } });
    }
  });

  test('lets nobody in without a password, and asks nothing of the Internet', () => {
    expect(Object.fromEntries(env(objects).map(({ name, value }) => [name, value]))).toMatchObject({
      GF_AUTH_ANONYMOUS_ENABLED: 'false',
      GF_USERS_ALLOW_SIGN_UP: 'false',
      GF_ANALYTICS_REPORTING_ENABLED: 'false',
      GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
      GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: 'false',
      GF_NEWS_NEWS_FEED_ENABLED: 'false',
      GF_PLUGINS_PREINSTALL_DISABLED: 'true',
    });
  });

  test('gets its Secret from a Job in local and from the operator in production', () => {
    expect(find(built.local.objects, 'Job', 'generate-grafana-secret').spec.template.spec.containers[0].args).toEqual([
      'grafana-admin=password,secret-key',
    ]);
    expect(built.local.monitoring.expectations).toEqual([]);
    expect(objects.some(({ kind }) => kind === 'Job')).toBe(false);
    expect(built.production.monitoring.expectations).toEqual([
      {
        kind: 'secret',
        name: 'monitoring/grafana-admin',
        from: expect.stringMatching(/^kubectl create secret generic/),
      },
    ]);
    expect(built.production.monitoring.expectations[0]?.from).not.toContain('--from-literal');
  });

  test('finds data source and dashboards where they are mounted, and keeps them from being edited', () => {
    const { volumeMounts } = find(objects, 'StatefulSet', 'grafana').spec.template.spec.containers[0];
    const [provider] = file(objects, 'grafana-provisioning', 'dashboards.yaml').providers;
    const [source] = file(objects, 'grafana-provisioning', 'datasources.yaml').datasources;
    expect(volumeMounts).toContainEqual(
      expect.objectContaining({ name: 'grafana-dashboards', mountPath: provider.options.path }),
    );
    expect(env(objects)).toContainEqual({
      name: 'GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH',
      value: `${provider.options.path}/cluster.json`,
    });
    expect([source.editable, provider.editable, provider.allowUiUpdates]).toEqual([false, false, false]);
  });
});

describe('volumes', () => {
  test.each(['prometheus', 'grafana'])('%s never runs twice on its one volume', (name) => {
    const { replicas, updateStrategy, volumeClaimTemplates } = find(objects, 'StatefulSet', name).spec;
    expect(replicas).toBe(1);
    expect(updateStrategy.type).toBe('RollingUpdate');
    expect(volumeClaimTemplates.map(({ spec }: KubernetesObject) => spec.accessModes)).toEqual([['ReadWriteOnce']]);
  });
});

describe('node-exporter', () => {
  const { spec } = find(objects, 'DaemonSet', 'node-exporter').spec.template;

  test('lives where Pod Security allows it, apart from everything else', () => {
    expect(find(objects, 'DaemonSet', 'node-exporter').metadata.namespace).toBe(namespaces.nodeAgents);
    expect(objects.filter(({ spec: own }) => own?.template?.spec?.hostNetwork)).toHaveLength(1);
  });

  test('sees the node, and can change nothing', () => {
    expect(spec).toMatchObject({ hostNetwork: true, hostPID: true, tolerations: [{ operator: 'Exists' }] });
    expect(spec.containers[0].volumeMounts).toEqual([
      { name: 'host', mountPath: '/host', readOnly: true, mountPropagation: 'HostToContainer' },
    ]);
    expect(spec.securityContext.runAsUser).toBe(65534);
  });

  test('starts where a node is a container, whose root is no shared mount', () => {
    const local = find(built.local.objects, 'DaemonSet', 'node-exporter').spec.template.spec;
    expect(local.containers[0].volumeMounts).toEqual([{ name: 'host', mountPath: '/host', readOnly: true }]);
  });
});

/** Who yields a metric, by the longest prefix of its name. */
const sources: Readonly<Record<string, string>> = {
  ALERTS: 'prometheus',
  up: 'prometheus',
  prometheus_: 'prometheus',
  apiserver_: 'apiserver',
  kubelet_: 'kubelet',
  container_: 'cadvisor',
  kube_: 'kube-state-metrics',
  node_: 'node-exporter',
  traefik_: 'traefik',
};

/** Metric names in PromQL: what is left without strings, label lists, durations, functions and keywords. */
function metricsOf(expr: string): string[] {
  const bare = expr
    .replace(/\{[^}]*\}|"[^"]*"|\[[^\]]*\]/g, ' ')
    .replace(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, ' ');
  const words = bare.match(/\$?\b[a-zA-Z_:][\w:]*\b(?!\s*\()/g) ?? [];
  const keywords = ['and', 'or', 'unless', 'bool', 'sum', 'avg', 'min', 'max', 'count', 'topk'];
  return words.filter((word) => !keywords.includes(word));
}

const queries: string[] = [
  ...rules.map(({ expr }) => expr),
  ...panels.flatMap(({ targets }: { targets: { expr: string }[] }) => targets.map(({ expr }) => expr)),
  ...dashboards.flatMap(({ templating }) =>
    templating.list.map(({ query }: { query: { query: string } }) =>
      query.query.replace(/^label_values\((.*),.*/, '$1'),
    ),
  ),
];
const metrics = [...new Set(queries.flatMap(metricsOf))].sort();

describe('metrics', () => {
  test('are read from the queries', () => {
    expect(metricsOf('1 - avg by (node) (rate(a_b{c="d", e=~"f.*"}[5m])) > 2 and on (x) z_y == 1')).toEqual([
      'a_b',
      'z_y',
    ]);
    expect(metrics.length).toBeGreaterThan(40);
  });

  test('come from a job that there is', () => {
    const annotated = objects.flatMap(({ spec }) =>
      spec?.template?.metadata?.annotations?.['prometheus.io/scrape']
        ? [spec.template.metadata.labels['app.kubernetes.io/name']]
        : [],
    );
    const chart = elsewhere();
    const traefik = new Traefik(chart, 'traefik');
    expect(traefik.port('metrics')).toBe(9100);
    const jobs = ['apiserver', 'kubelet', 'cadvisor', 'prometheus', 'kube-state-metrics', ...annotated, traefik.name];
    const unknown = metrics.filter((metric) => {
      const prefix = Object.keys(sources).find((candidate) => metric.startsWith(candidate));
      return prefix === undefined || !jobs.includes(sources[prefix] as string);
    });
    expect(unknown).toEqual([]);
  });

  test('survive the filters of their job', () => {
    const filters = (name: string): { regex: string; action: string; source_labels: string[] }[] =>
      job(name).metric_relabel_configs.filter(
        ({ source_labels: [label] }: { source_labels: string[] }) => label === '__name__',
      );
    for (const [prefix, name] of [
      ['apiserver_', 'apiserver'],
      ['kubelet_', 'kubelet'],
      ['container_', 'cadvisor'],
    ] as const) {
      const used = metrics.filter((metric) => metric.startsWith(prefix));
      expect(used).not.toEqual([]);
      for (const { regex, action } of filters(name)) {
        const matching = used.filter((metric) => new RegExp(`^(?:${regex})$`).test(metric));
        expect(matching).toEqual(action === 'keep' ? used : []);
      }
    }
  });

  test('of kube-state-metrics are about resources that it reports', () => {
    const [container] = find(objects, 'Deployment', 'kube-state-metrics').spec.template.spec.containers;
    const reported = container.args.at(-1).replace('--resources=', '').split(',');
    for (const metric of metrics.filter((name) => name.startsWith('kube_'))) {
      expect(reported.some((resource: string) => metric.startsWith(`kube_${resource.replace(/s$/, '')}_`))).toBe(true);
    }
  });
});

describe('alerts', () => {
  const runbook = readFileSync(join(__dirname, '../../docs/runbooks/monitoring.md'), 'utf8');

  test('cover what must not go unnoticed', () => {
    expect(rules.map(({ alert }) => alert)).toEqual(
      expect.arrayContaining([
        'Watchdog',
        'TargetDown',
        'PodCrashLooping',
        'DeploymentReplicasMismatch',
        'HpaAtMaximum',
        'VolumeFillingUp',
        'NodeNotReady',
        'NodeDiskFillingUp',
        'CertificateExpiring',
        'HighErrorRate',
        'HighLatency',
        'VaultNotReady',
        'PrometheusConfigReloadFailed',
        'PrometheusStorageFailing',
      ]),
    );
  });

  test('have unique names', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  });

  test.each(rules)(
    '$alert says how bad it is, what it means and where to read on',
    ({ alert, labels, annotations }) => {
      expect(['critical', 'warning', 'none']).toContain(labels.severity);
      expect(annotations.summary).toMatch(/\S/);
      expect(annotations.description).toMatch(/\S/);
      expect(annotations.runbook).toBe(`docs/runbooks/monitoring.md#${alert.toLowerCase()}`);
      expect(runbook.split('\n')).toContain(`### ${alert}`);
    },
  );

  test('are all that the runbook explains', () => {
    const headings = [...runbook.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(rules.map(({ alert }) => alert));
  });

  test('speak of labels that their expressions leave', () => {
    for (const { expr, annotations } of rules) {
      const by = /^(?:sum|max|min) by \(([^)]*)\)/.exec(expr)?.[1]?.split(', ');
      const spoken = [...JSON.stringify(annotations).matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label);
      if (by) expect(by).toEqual(expect.arrayContaining(spoken));
    }
  });
});

describe('dashboards', () => {
  test('are two, under stable names', () => {
    expect(dashboards.map(({ name, uid, title }) => [name, uid, title])).toEqual([
      ['cluster.json', 'cluster', 'Cluster and workloads'],
      ['traffic.json', 'traffic', 'HTTP traffic (Traefik)'],
    ]);
  });

  test('ask the data source that is provisioned', () => {
    const [{ uid, type }] = file(objects, 'grafana-provisioning', 'datasources.yaml').datasources;
    const variables = dashboards.flatMap(({ templating }) => templating.list);
    for (const { datasource } of [...panels, ...variables]) expect(datasource).toEqual({ uid, type });
  });

  test.each(dashboards)('$title fits its grid', ({ panels: placed }) => {
    const cells = placed.flatMap(({ gridPos: { x, y, w, h } }: { gridPos: Record<'x' | 'y' | 'w' | 'h', number> }) => {
      expect(x + w).toBeLessThanOrEqual(24);
      return Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`);
    });
    expect(new Set(cells).size).toBe(cells.length);
    expect(new Set(placed.map(({ id }: { id: number }) => id)).size).toBe(placed.length);
  });

  test.each(dashboards)('$title uses the variables that it offers, and no others', ({ panels: placed, templating }) => {
    const used = [...JSON.stringify(placed).matchAll(/\$([a-z]\w+)/g)].map(([, name]) => name);
    expect([...new Set(used)].sort()).toEqual(templating.list.map(({ name }: { name: string }) => name));
  });

  test('never ask for finer steps than are scraped', () => {
    const [{ jsonData }] = file(objects, 'grafana-provisioning', 'datasources.yaml').datasources;
    expect(jsonData.timeInterval).toBe(settings.global.scrape_interval);
  });

  test('colour ratios by thresholds that rise', () => {
    for (const { fieldConfig } of panels) {
      const values = (fieldConfig.defaults.thresholds?.steps ?? []).map(({ value }: { value: number | null }) => value);
      expect(values).toEqual([...values].sort((a, b) => (a ?? -Infinity) - (b ?? -Infinity)));
    }
  });
});
