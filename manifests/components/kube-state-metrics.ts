import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { images } from '../../config/versions';
import { Component } from '../constructs/component';
import { httpProbe } from '../constructs/probes';
import { WebApp } from '../constructs/web-app';
import { exporter, type ScrapeJob } from './monitoring/scrape-jobs';

/** What it reports on, by API group. Secrets and ConfigMaps are no business of monitoring. */
const resources: Readonly<Record<string, readonly string[]>> = {
  '': ['namespaces', 'nodes', 'persistentvolumeclaims', 'pods'],
  apps: ['daemonsets', 'deployments', 'statefulsets'],
  autoscaling: ['horizontalpodautoscalers'],
  batch: ['cronjobs', 'jobs'],
};

/** Turns the state of Kubernetes objects into metrics: replicas asked for and there, reasons of waiting, requests. */
export class KubeStateMetrics extends Component {
  /** A job of its own, because its metrics say which pod and node they are about. */
  readonly scrapeJob: ScrapeJob;

  protected readonly app: WebApp;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.app = new WebApp(this, id, {
      component: 'metrics',
      image: images.kubeStateMetrics,
      user: 65534,
      apiToken: true,
      resources: { cpu: '10m', memory: '64Mi', memoryLimit: '192Mi' },
      args: ['--port=8080', '--telemetry-port=8081', `--resources=${Object.values(resources).flat().sort().join(',')}`],
      ports: { http: 8080, telemetry: 8081 },
      probes: {
        // Of the two ports only telemetry knows whether the caches are filled.
        readiness: httpProbe('/readyz', 'telemetry'),
        // Not a question of the API server's health, which a restart would not mend.
        liveness: httpProbe('/livez', 'http'),
      },
    });
    this.scrapeJob = exporter(id, this.namespaceName, 'http');
    this.app.serviceAccount.grantClusterWide(
      Object.entries(resources).map(
        ([group, names]): k8s.PolicyRule => ({ apiGroups: [group], resources: [...names], verbs: ['list', 'watch'] }),
      ),
    );
  }
}
