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
export class IstioChart extends FlaskMeshChart {
  constructor(app: App, id: string, config: FlaskMeshConfig, flask: WebApp, database: PostgresChart) {
    super(app, id);
    new MeshSecurity(this, 'security', { flask, ...database });
    new Routing(this, 'routing', config, flask);
    this.reportRequests(config);
    this.expect({
      kind: 'cluster',
      name: `Istio ${istio.version} with istio-cni`,
      from: 'npm run up -- flask-mesh, which also applies these charts',
    });
    const { tlsSecret } = config;
    if (tlsSecret) {
      this.expect({
        kind: 'secret',
        name: `${namespaces.istio}/${tlsSecret}`,
        from: `kubectl create secret tls ${tlsSecret} --namespace ${namespaces.istio} --cert=... --key=...`,
      });
    }
  }

  /** In Istio's own namespace it holds for every proxy, the gateway among them. */
  private reportRequests({ monitoring: { tracedPercent } }: FlaskMeshConfig): void {
    new Telemetry(this, 'telemetry', {
      metadata: { ...clusterScoped({ name: 'mesh-default', app: 'istio' }), namespace: namespaces.istio },
      spec: {
        // Built into Istio: a line for every request on the proxy's standard output.
        accessLogging: [{ providers: [{ name: 'envoy' }] }],
        tracing: [{ providers: [{ name: istio.tracingProvider }], randomSamplingPercentage: tracedPercent }],
      },
    });
  }
}
