import type { App } from 'cdk8s';
import { type FlaskMeshConfig, istio, namespaces } from '../../../config/flask-mesh';
import { Telemetry } from '../../../imports/telemetry.istio.io';
import { clusterScoped } from '../../constructs/metadata';
import type { WebApp } from '../../constructs/web-app';
import { FlaskMeshChart } from './chart';
import type { PostgresChart } from './postgres';
import { Routing } from './routing';
import { MeshSecurity } from './security';

/** What the mesh does with the app: routes, identities, logs and traces. */
export function istioChart(
  app: App,
  id: string,
  config: FlaskMeshConfig,
  flask: WebApp,
  database: PostgresChart,
): void {
  const chart = new FlaskMeshChart(app, id);
  new MeshSecurity(chart, 'security', { flask, ...database });
  new Routing(chart, 'routing', config, flask);
  reportRequests(chart, config);
  chart.expect({
    kind: 'cluster',
    name: `Istio ${istio.version} with istio-cni`,
    from: 'npm run up -- flask-mesh, which also applies these charts',
  });
  const { tlsSecret } = config;
  if (tlsSecret) {
    chart.expect({
      kind: 'secret',
      name: `${namespaces.istio}/${tlsSecret}`,
      from: `kubectl create secret tls ${tlsSecret} --namespace ${namespaces.istio} --cert=... --key=...`,
    });
  }
}

/** In Istio's own namespace it holds for every proxy, the gateway among them. */
function reportRequests(chart: FlaskMeshChart, { monitoring: { tracedPercent } }: FlaskMeshConfig): void {
  new Telemetry(chart, 'telemetry', {
    metadata: { ...clusterScoped({ name: 'mesh-default', app: 'istio' }), namespace: namespaces.istio },
    spec: {
      // Built into Istio: a line for every request on the proxy's standard output.
      accessLogging: [{ providers: [{ name: 'envoy' }] }],
      tracing: [{ providers: [{ name: istio.tracingProvider }], randomSamplingPercentage: tracedPercent }],
    },
  });
}
