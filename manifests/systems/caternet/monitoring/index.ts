import type { App } from 'cdk8s';
import type { CaternetConfig, OnInternalClusterConfig } from '../../../../config/caternet';
import type { Target } from '../../../../config/system';
import { podsOf } from '../../../constructs/network-rules';
import type { Endpoint } from '../../../constructs/workload';
import { MonitoringChart } from './chart';
import { questionsOf } from './questions';
import { sharedMonitoringChart } from './rules';

const CHART = 'caternet-monitoring';

/** Metrics, alerts and dashboards of `targets`: by a Prometheus of the environment, or by the one of its cluster. */
export function monitor(app: App, target: Target<CaternetConfig>, targets: readonly Endpoint[]): void {
  const { config, environment } = target;
  if ('internal' in config) {
    sharedMonitoringChart(app, CHART, target, config.internal.monitoringNamespace, questionsOf(environment, true));
    letIn(config.internal, targets);
    return;
  }
  const { prometheus } = new MonitoringChart(app, CHART, target, config, questionsOf(environment, false));
  for (const each of targets) prometheus.scrape(each);
}

/** The cluster's Prometheus, by the name that ours has everywhere. */
function letIn({ monitoringNamespace }: OnInternalClusterConfig['internal'], targets: readonly Endpoint[]): void {
  const prometheus = podsOf(monitoringNamespace, 'prometheus');
  for (const each of targets) each.network.allowFrom(prometheus, each.port(each.metricsPort));
}
