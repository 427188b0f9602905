import type { Construct } from 'constructs';
import { images } from '../../config/versions';
import { Component } from '../constructs/component';
import { httpProbes } from '../constructs/probes';
import { WebApp } from '../constructs/web-app';
import { allowGoogleApis } from './google-cloud';

export interface StackdriverExporterProps {
  /** Project whose metrics it reads. */
  readonly project: string;
  /** Beginnings of the metrics' types, e.g. `pubsub.googleapis.com/subscription`. Each scrape is a call that is paid for. */
  readonly metrics: readonly string[];
  /** Annotations of the ServiceAccount that may read them. */
  readonly identityAnnotations: Readonly<Record<string, string>> | undefined;
}

/**
 * Metrics of Google's own services for Prometheus, as `stackdriver_<resource>_<type>`.
 * https://github.com/prometheus-community/stackdriver_exporter
 */
export class StackdriverExporter extends Component {
  protected readonly app: WebApp;

  constructor(scope: Construct, id: string, { project, metrics, identityAnnotations }: StackdriverExporterProps) {
    super(scope, id);
    this.app = new WebApp(this, id, {
      component: 'metrics',
      image: images.stackdriverExporter,
      user: 65534,
      resources: { cpu: '20m', memory: '32Mi', memoryLimit: '128Mi' },
      args: [
        `--google.project-ids=${project}`,
        ...metrics.map((prefix) => `--monitoring.metrics-prefixes=${prefix}`),
        '--web.health-check-path=/health',
      ],
      ports: { metrics: 9255 },
      metrics: { port: 'metrics' },
      probes: httpProbes('/health', 'metrics'),
      identityAnnotations,
    });
    allowGoogleApis(this.network);
  }
}
