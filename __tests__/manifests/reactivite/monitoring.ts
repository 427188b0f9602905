import { App } from 'cdk8s';
import { parse } from 'yaml';
import { type ReactiviteConfig, reactivite } from '../../../config/reactivite';
import { SystemChart } from '../../../manifests/constructs/system-chart';
import { objectsOf } from '../../../manifests/main';
import { MonitoringChart } from '../../../manifests/systems/reactivite/monitoring';
import { NodeAgentsChart } from '../../../manifests/systems/reactivite/node-agents';
import { VaultChart } from '../../../manifests/systems/reactivite/vault';
import type { KubernetesObject } from '../../../model/objects';

export const local = reactivite.environments.local.record;
export const production = reactivite.environments.production.record;

/** The two charts of an environment, wired as the system wires them. */
export function build(config: ReactiviteConfig) {
  const app = new App({ recordConstructMetadata: false });
  const { vault } = new VaultChart(app, 'reactivite-vault', config);
  const monitoring = new MonitoringChart(app, 'reactivite-monitoring', config, vault);
  const agents = new NodeAgentsChart(app, 'reactivite-node-agents', config);
  monitoring.prometheus.scrapeNodes(agents.nodeExporter);
  return { monitoring, objects: [monitoring, agents].flatMap(objectsOf) };
}

/** A chart of some other system. */
export function elsewhere(name = 'elsewhere'): SystemChart {
  return new SystemChart(new App(), name, { system: 'other', namespace: name });
}

export function find(objects: readonly KubernetesObject[], kind: string, name: string): KubernetesObject {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
  if (!found) throw new Error(`no ${kind}/${name}`);
  return found;
}

// biome-ignore lint/suspicious/noExplicitAny: configuration files have no type here.
export function file(objects: readonly KubernetesObject[], configMap: string, name: string): any {
  return parse(find(objects, 'ConfigMap', configMap).data[name]);
}

export const built = { local: build(local), production: build(production) };
export const { objects } = built.production;
export const settings = file(objects, 'prometheus', 'prometheus.yaml');
export const job = (name: string) =>
  settings.scrape_configs.find(({ job_name }: { job_name: string }) => job_name === name);

export interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: Record<string, string>;
}
export const rules: Rule[] = file(objects, 'prometheus', 'alerts.yaml').groups.flatMap(
  (group: { rules: Rule[] }) => group.rules,
);

export const dashboards = Object.entries<string>(find(objects, 'ConfigMap', 'grafana-dashboards').data).map(
  ([name, json]) => ({
    name,
    ...JSON.parse(json),
  }),
);
export const panels = dashboards.flatMap((dashboard) =>
  dashboard.panels.filter(({ type }: { type: string }) => type !== 'row'),
);
