import { Chart } from 'cdk8s';
import type { k8s } from 'cdk8s-plus-28';
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
  /** What the place demands of every pod, e.g. the least that one may request. @default nothing */
  readonly shape?: Shape;
}

/** Makes of a pod what a place takes without changing it. */
export type Shape = (pod: k8s.PodSpec) => k8s.PodSpec;

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
  readonly shape: Shape;
  readonly expectations: Expectation[] = [];

  constructor(scope: Construct, id: string, props: SystemChartProps) {
    const { system, namespace, apiServerRanges, shape = (pod) => pod } = props;
    // cdk8s would write a chart-wide namespace into cluster-scoped objects too, so it is not handed over.
    super(scope, id, {
      disableResourceNameHashes: true,
      labels: { [labelKeys.partOf]: system, [labelKeys.managedBy]: MANAGED_BY },
    });
    this.system = system;
    this.namespaceName = namespace;
    this.apiServerRanges = apiServerRanges;
    this.shape = shape;
  }

  /** Declares what must exist before the objects of this chart work. */
  expect(expectation: Expectation): void {
    this.expectations.push(expectation);
  }
}
