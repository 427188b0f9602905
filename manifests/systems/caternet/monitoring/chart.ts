import type { App } from 'cdk8s';
import {
  type CaternetConfig,
  deadLetters,
  type LaptopConfig,
  namespaceOf,
  type OnAutopilotConfig,
  serviceAccounts,
} from '../../../../config/caternet';
import type { Target } from '../../../../config/system';
import { Grafana } from '../../../components/grafana';
import { KubeStateMetrics } from '../../../components/kube-state-metrics';
import { workloadAlerts } from '../../../components/kube-state-metrics/alerts';
import { workloadDashboard } from '../../../components/monitoring/dashboards/cluster';
import { nodeAlertsWithoutExporter } from '../../../components/node-exporter/alerts';
import { Prometheus } from '../../../components/prometheus';
import { monitoringAlertsWithoutNodes } from '../../../components/prometheus/alerts';
import { backlogAlerts, backlogMetrics } from '../../../components/pubsub/alerts';
import { backlogDashboard } from '../../../components/pubsub/dashboard';
import { StackdriverExporter } from '../../../components/stackdriver-exporter';
import { randomSecrets } from '../../../constructs/secrets';
import { backupAlertsOf } from '../backup';
import { CaternetChart } from '../chart';
import type { Questions } from './questions';

const EXPORTER = 'bus-exporter';

/** Subscriptions with what nobody could work on, as a regular expression. */
const putAside = deadLetters('.+');

/**
 * A Prometheus and a Grafana for one environment; both user interfaces are reached by port-forward. Nodes are Google's, or a
 * laptop, and measured by nobody here.
 */
export class MonitoringChart extends CaternetChart {
  readonly prometheus: Prometheus;

  constructor(
    app: App,
    id: string,
    target: Target<CaternetConfig>,
    config: LaptopConfig | OnAutopilotConfig,
    { alerts, dashboards }: Questions,
  ) {
    super(app, id, target, serviceAccounts[EXPORTER]);
    const { retentionDays, storage, grafanaStorage } = config.monitoring;
    const onGoogleCloud = 'gcp' in config;
    const kubeStateMetrics = new KubeStateMetrics(this, 'kube-state-metrics');
    this.prometheus = new Prometheus(this, 'prometheus', {
      retentionDays,
      storage,
      alerts: [
        monitoringAlertsWithoutNodes,
        nodeAlertsWithoutExporter,
        workloadAlerts,
        ...alerts,
        ...('gcp' in config ? [backlogAlerts(putAside), backupAlertsOf({ ...target, config })] : []),
      ],
      jobs: [kubeStateMetrics.scrapeJob],
      // A laptop's cluster may hold other systems, whose rules do not let this one in.
      namespaces: (['apps', 'data', 'monitoring'] as const).map((part) => namespaceOf(target.environment, part)),
    });
    const secrets = randomSecrets(this, 'generate-grafana-secret', { 'grafana-admin': ['password', 'secret-key'] });
    const grafana = new Grafana(this, 'grafana', {
      secret: secrets['grafana-admin'],
      storage: grafanaStorage,
      prometheus: this.prometheus,
      dashboards: [workloadDashboard, ...dashboards, ...(onGoogleCloud ? [backlogDashboard(putAside)] : [])],
    });
    this.prometheus.scrape(kubeStateMetrics, 'http');
    this.prometheus.scrape(grafana);
    if (onGoogleCloud) this.measureBus(config);
  }

  /** How much waits on the bus, as Google measures it. */
  private measureBus({ gcp }: OnAutopilotConfig): void {
    const exporter = new StackdriverExporter(this, EXPORTER, {
      project: gcp.projectId,
      metrics: backlogMetrics,
      identityAnnotations: this.place.identity(EXPORTER),
    });
    this.prometheus.scrape(exporter);
  }
}
