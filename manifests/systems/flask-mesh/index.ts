import type { App } from 'cdk8s';
import type { FlaskMeshConfig } from '../../../config/flask-mesh';
import type { Target } from '../../../config/system';
import { FlaskChart } from './flask';
import { grafanaChart } from './grafana';
import { istioChart } from './istio';
import { jaegerChart } from './jaeger';
import { NamespacesChart } from './namespaces';
import { PostgresChart } from './postgres';

/** Wires the charts: each gets the objects that it talks to. */
export function build(app: App, { config }: Target<FlaskMeshConfig>): void {
  const { mesh } = new NamespacesChart(app, '00-flask-mesh-namespaces');
  const database = new PostgresChart(app, 'flask-mesh-postgres', config, mesh);
  const { flask } = new FlaskChart(app, 'flask-mesh-flask', config, database.postgres, mesh);
  istioChart(app, 'flask-mesh-istio', config, flask, database);
  grafanaChart(app, 'flask-mesh-grafana', config, mesh);
  jaegerChart(app, 'flask-mesh-jaeger', mesh);
}
