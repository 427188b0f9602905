import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Traefik } from '../../../manifests/components/traefik';
import { dashboards, elsewhere, file, find, job, objects, panels, rules, settings } from './monitoring';

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
  const runbook = readFileSync(join(__dirname, '../../../docs/runbooks/monitoring.md'), 'utf8');

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

  test('are explained in the runbook, in their order', () => {
    const headings = [...runbook.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading);
    const own = rules.map(({ alert }) => alert);
    // Those of other systems stand there as well.
    expect(headings.filter((heading) => own.includes(heading as string))).toEqual(own);
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
