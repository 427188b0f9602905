import type { App } from 'cdk8s';
import { type FlaskMeshConfig, names, namespaces } from '../../../config/flask-mesh';
import { Grafana } from '../../components/grafana';
import { meshDashboard } from '../../components/monitoring/dashboards/mesh';
import { meshWorkloadDashboard } from '../../components/monitoring/dashboards/mesh-workload';
import { Prometheus } from '../../components/prometheus';
import { randomSecrets } from '../../constructs/secrets';
import { FlaskMeshChart } from './chart';
import type { MeshNetwork } from './mesh-network';

/** Metrics and dashboards, beside Istio; both user interfaces are reached by port-forward. */
export function grafanaChart(app: App, id: string, { monitoring }: FlaskMeshConfig, mesh: MeshNetwork): void {
  const chart = new FlaskMeshChart(app, id, namespaces.istio);
  const prometheus = new Prometheus(chart, names.prometheus, {
    retentionDays: monitoring.retentionDays,
    storage: monitoring.storage,
    // Istio annotates its own pods, and every pod with a sidecar.
    namespaces: [namespaces.app, namespaces.istio],
  });
  const keys = { 'grafana-admin': ['password', 'secret-key'] };
  const { 'grafana-admin': secret } = randomSecrets(chart, 'generate-grafana-secret', keys);
  const grafana = new Grafana(chart, names.grafana, {
    secret,
    storage: monitoring.grafanaStorage,
    prometheus,
    dashboards: [meshDashboard, meshWorkloadDashboard],
  });
  prometheus.scrape(grafana);
  mesh.scrapedBy(prometheus);
}
