import type { App } from 'cdk8s';
import { namespaces, type ReactiviteConfig } from '../../../config/reactivite';
import { Grafana } from '../../components/grafana';
import { KubeStateMetrics } from '../../components/kube-state-metrics';
import { workloadAlerts } from '../../components/kube-state-metrics/alerts';
import { clusterDashboard } from '../../components/monitoring/dashboards/cluster';
import { nodeAlerts } from '../../components/node-exporter/alerts';
import { Prometheus } from '../../components/prometheus';
import { monitoringAlerts } from '../../components/prometheus/alerts';
import { trafficAlerts } from '../../components/traefik/alerts';
import { trafficDashboard } from '../../components/traefik/dashboard';
import type { Vault } from '../../components/vault';
import { vaultAlerts } from '../../components/vault/alerts';
import { randomSecrets } from '../../constructs/secrets';
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
    const secrets = randomSecrets(
      this,
      'generate-grafana-secret',
      { 'grafana-admin': ['password', 'secret-key'] },
      // Vault may be the reason why somebody looks at Grafana, so its password never comes from there.
      { filledBy: config.secrets === 'vault' ? 'provided' : 'generated' },
    );
    this.grafana = new Grafana(this, 'grafana', {
      secret: secrets['grafana-admin'],
      storage: grafanaStorage,
      prometheus: this.prometheus,
      dashboards: [clusterDashboard, trafficDashboard],
    });
    this.prometheus.scrape(this.kubeStateMetrics, 'http');
    this.prometheus.scrape(this.grafana);
  }
}
