import { Release } from '@cdktf/provider-helm/lib/release';
import { Construct } from 'constructs';
import type { Chart } from '../../../config/versions';

export interface HelmChartProps {
  /** Of the release. */
  readonly name: string;
  /** It is made when it is not there. */
  readonly namespace: string;
  /** An entry of the catalogue. */
  readonly chart: Chart;
  readonly values: Readonly<Record<string, unknown>>;
  /** Without which it would not run. @default it waits for none */
  readonly after?: HelmChart;
}

/** Most that it takes until everything runs; Autopilot has to find machines first. */
const TIMEOUT_SECONDS = 900;

/** Software that its makers publish as a chart, installed all or not at all. */
export class HelmChart extends Construct {
  private readonly release: Release;

  constructor(scope: Construct, id: string, { name, namespace, chart, values, after }: HelmChartProps) {
    super(scope, id);
    this.release = new Release(this, 'Resource', {
      name,
      namespace,
      createNamespace: true,
      ...(chart.chart ? { repository: chart.repository, chart: chart.chart } : { chart: chart.repository }),
      version: chart.version,
      // JSON is YAML; no value of it is a secret.
      values: [JSON.stringify(values)],
      atomic: true,
      cleanupOnFail: true,
      wait: true,
      timeout: TIMEOUT_SECONDS,
      maxHistory: 5,
      ...(after && { dependsOn: [after.release] }),
    });
  }
}
