import type { App } from 'cdk8s';
import { names, namespaces, ports } from '../../../config/flask-mesh';
import { Jaeger } from '../../components/jaeger';
import { FlaskMeshChart } from './chart';
import type { MeshNetwork } from './mesh-network';

/** Where the proxies send their spans; reached by port-forward. */
export function jaegerChart(app: App, id: string, mesh: MeshNetwork): void {
  const chart = new FlaskMeshChart(app, id, namespaces.istio);
  const jaeger = new Jaeger(chart, names.jaeger, { otlpPort: ports.jaegerOtlp, uiPort: ports.jaegerUi });
  mesh.tracedBy(jaeger, 'grpc-otlp');
}
