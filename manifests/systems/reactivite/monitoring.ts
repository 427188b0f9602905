import type { App } from 'cdk8s';
import { namespaces, type ReactiviteConfig } from '../../../config/reactivite';
import { Grafana } from '../../components/grafana';
import { KubeStateMetrics } from '../../components/kube-state-metrics';
import { monitoringAlerts } from '../../components/monitoring/alerts/monitoring';
import { nodeAlerts } from '../../components/monitoring/alerts/nodes';
import { trafficAlerts } from '../../components/monitoring/alerts/traffic';
import { vaultAlerts } from '../../components/monitoring/alerts/vault';
import { workloadAlerts } from '../../components/monitoring/alerts/workloads';
import { clusterDashboard } from '../../components/monitoring/dashboards/cluster';
import { trafficDashboard } from '../../components/monitoring/dashboards/traffic';
import { Prometheus } from '../../components/prometheus';
import type { Vault } from '../../components/vault';
import { GeneratedSecrets } from '../../constructs/generated-secrets';
import { SecretRef } from '../../constructs/secret-ref';
import { ReactiviteChart } from './chart';

/** Metrics, alerts and dashboards; both user interfaces are reached by port-forward. */
export class MonitoringChart extends ReactiviteChart {
  readonly kubeStateMetrics: KubeStateMetrics;
  readonly prometheus: Prometheus;
  readonly grafana: Grafana;

  /** @param vault whose certificate Prometheus verifies, where it has one */
  constructor(app: App, id: string, config: ReactiviteConfig, vault: Vault) {
    super(app, id, namespaces.monitoring, config);
    const { retentionDays, storage, grafanaStorage } = config.monitoring;
    this.kubeStateMetrics = new KubeStateMetrics(this, 'kube-state-metrics');
    this.prometheus = new Prometheus(this, 'prometheus', {
      retentionDays,
      storage,
      alerts: [monitoringAlerts, nodeAlerts, workloadAlerts, trafficAlerts, vaultAlerts],
      jobs: [this.kubeStateMetrics.scrapeJob],
      // A laptop's cluster may hold other systems, whose rules do not let this one in.
      namespaces: Object.values(namespaces),
      ca: vault.trust(this, 'prometheus-ca'),
    });
    this.grafana = new Grafana(this, 'grafana', {
      secret: this.grafanaSecret(config),
      storage: grafanaStorage,
      prometheus: this.prometheus,
      dashboards: [clusterDashboard, trafficDashboard],
    });
    this.prometheus.scrape(this.kubeStateMetrics, 'http');
    this.prometheus.scrape(this.grafana);
  }

  /** Vault may be the reason why somebody looks at Grafana, so its password never comes from there. */
  private grafanaSecret({ secrets }: ReactiviteConfig): SecretRef {
    const name = 'grafana-admin';
    if (secrets === 'generated') {
      return new GeneratedSecrets(this, 'generate-grafana-secret', { [name]: ['password', 'secret-key'] }).refs[name];
    }
    this.expect({ kind: 'secret', name: `${namespaces.monitoring}/${name}`, from: createGrafanaSecret });
    return new SecretRef(name);
  }
}

/** bash; no value appears on a command line or in the history. */
const createGrafanaSecret = [
  `kubectl create secret generic grafana-admin --namespace ${namespaces.monitoring}`,
  "--from-file=password=<(openssl rand -hex 32 | tr -d '\\n')",
  "--from-file=secret-key=<(openssl rand -hex 32 | tr -d '\\n')",
].join(' ');
