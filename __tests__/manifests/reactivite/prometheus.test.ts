import { App } from 'cdk8s';
import { InternalCa } from '../../../manifests/components/internal-ca';
import { Prometheus } from '../../../manifests/components/prometheus';
import { monitoringAlerts } from '../../../manifests/components/prometheus/alerts';
import { Traefik } from '../../../manifests/components/traefik';
import { Vault } from '../../../manifests/components/vault';
import { SystemChart } from '../../../manifests/constructs/system-chart';
import { objectsOf } from '../../../manifests/main';
import type { KubernetesObject } from '../../../model/objects';
import { elsewhere, file, find, job, objects, settings } from './monitoring';

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
