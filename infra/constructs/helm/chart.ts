import { Release } from '@cdktf/provider-helm/lib/release';
import { Construct } from 'constructs';

export interface HelmChartProps {
  /** Of the release. */
  readonly name: string;
  /** It is made when it is not there. */
  readonly namespace: string;
  /** An entry of the catalogue. */
  readonly chart: { readonly repository: string; readonly version: string };
  readonly values: Readonly<Record<string, unknown>>;
}

/** Most that it takes until everything runs; Autopilot has to find machines first. */
const TIMEOUT_SECONDS = 900;

/** Software that its makers publish as a chart, installed all or not at all. */
export class HelmChart extends Construct {
  constructor(scope: Construct, id: string, { name, namespace, chart, values }: HelmChartProps) {
    super(scope, id);
    new Release(this, 'Resource', {
      name,
      namespace,
      createNamespace: true,
      chart: chart.repository,
      version: chart.version,
      // JSON is YAML; no value of it is a secret.
      values: [JSON.stringify(values)],
      atomic: true,
      cleanupOnFail: true,
      wait: true,
      timeout: TIMEOUT_SECONDS,
      maxHistory: 5,
    });
  }
}
