import type { App } from 'cdk8s';
import { type CaternetConfig, SYSTEM } from '../../../../config/caternet';
import { collectedLabel } from '../../../../config/labels';
import type { Target } from '../../../../config/system';
import { toYaml } from '../../../../model/yaml';
import { ruleFile } from '../../../components/monitoring/alert';
import { dashboardJson } from '../../../components/monitoring/dashboard';
import { ConfigFiles } from '../../../constructs/config-files';
import { CaternetChart } from '../chart';
import type { Questions } from './questions';

/** What an environment brings to the monitoring that it shares with others: rules and dashboards of its own. */
export function sharedMonitoringChart(
  app: App,
  id: string,
  target: Target<CaternetConfig>,
  namespace: string,
  { alerts, dashboards }: Questions,
): void {
  const chart = new CaternetChart(app, id, target, 'monitoring', namespace);
  chart.expect({
    kind: 'cluster',
    name: `Namespace/${namespace}, with a Prometheus and a Grafana that collect ConfigMaps of the label ${collectedLabel}`,
    from: 'the internal cluster',
  });
  const prefix = `${SYSTEM}-${target.environment}`;
  new ConfigFiles(chart, 'rules', {
    name: `${prefix}-rules`,
    labels: { [collectedLabel]: 'rules' },
    files: { [`${prefix}.yaml`]: toYaml(ruleFile(alerts)) },
  });
  new ConfigFiles(chart, 'dashboards', {
    name: `${prefix}-dashboards`,
    labels: { [collectedLabel]: 'dashboards' },
    files: Object.fromEntries(dashboards.map((board) => [`${board.uid}.json`, dashboardJson(board)])),
  });
}
