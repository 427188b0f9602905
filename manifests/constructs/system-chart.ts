import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { labelKeys, MANAGED_BY } from '../../config/labels';
import type { Expectation } from '../../model/expectations';

export interface SystemChartProps {
  /** Value of `app.kubernetes.io/part-of`. */
  readonly system: string;
  /** Namespace of the chart's namespaced objects. */
  readonly namespace: string;
  /** Ranges outside the cluster in which the Kubernetes API server answers. @default wherever, on the API's ports only */
  readonly apiServerRanges?: readonly string[];
}

/** One file of `dist/`: objects of one system in one namespace, with the labels that all of them share. */
export class SystemChart extends Chart {
  /** The chart that a construct stands in. */
  static override of(construct: Construct): SystemChart {
    const chart = Chart.of(construct);
    // Not instanceof: cdk8s defines it so that every chart is an instance of every subclass.
    if ('expectations' in chart) return chart as SystemChart;
    throw new Error(`${construct.node.path} stands in ${chart.node.path}, which is not a SystemChart`);
  }

  readonly system: string;
  readonly namespaceName: string;
  readonly apiServerRanges: readonly string[] | undefined;
  readonly expectations: Expectation[] = [];

  constructor(scope: Construct, id: string, { system, namespace, apiServerRanges }: SystemChartProps) {
    // cdk8s would write a chart-wide namespace into cluster-scoped objects too, so it is not handed over.
    super(scope, id, {
      disableResourceNameHashes: true,
      labels: { [labelKeys.partOf]: system, [labelKeys.managedBy]: MANAGED_BY },
    });
    this.system = system;
    this.namespaceName = namespace;
    this.apiServerRanges = apiServerRanges;
  }

  /** Declares what must exist before the objects of this chart work. */
  expect(expectation: Expectation): void {
    this.expectations.push(expectation);
  }
}
