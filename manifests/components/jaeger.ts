import type { Construct } from 'constructs';
import { images } from '../../config/versions';
import { Component } from '../constructs/component';
import { httpProbe } from '../constructs/probes';
import { scratch } from '../constructs/volumes';
import { WebApp } from '../constructs/web-app';

export interface JaegerProps {
  /** OTLP over gRPC. @default 4317 */
  readonly otlpPort?: number;
  /** User interface and queries. @default 16686 */
  readonly uiPort?: number;
}

/** Traces of the last while, in memory: for a laptop. They are gone when the pod is. */
export class Jaeger extends Component {
  protected readonly app: WebApp;

  constructor(scope: Construct, id: string, { otlpPort = 4317, uiPort = 16686 }: JaegerProps = {}) {
    super(scope, id);
    this.app = new WebApp(this, id, {
      component: 'traces',
      image: images.jaeger,
      user: 10001,
      resources: { cpu: '50m', memory: '128Mi', memoryLimit: '512Mi' },
      // Its built-in configuration keeps 100 000 traces in memory, and listens where this says.
      // https://www.jaegertracing.io/docs/latest/deployment/
      env: { JAEGER_LISTEN_HOST: '0.0.0.0' },
      ports: { 'http-ui': uiPort, 'grpc-otlp': otlpPort, 'http-health': 13133 },
      probes: {
        startup: httpProbe('/status', 'http-health', { period: 2, failures: 30 }),
        readiness: httpProbe('/status', 'http-health'),
        liveness: httpProbe('/status', 'http-health', { failures: 6 }),
      },
      mounts: { '/tmp': scratch('tmp') },
      service: { ports: { 'http-ui': uiPort, 'grpc-otlp': otlpPort } },
    });
  }
}
