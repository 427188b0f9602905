import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { type ServiceOptions, Workload, type WorkloadProps } from './workload';

export interface WebAppProps extends WorkloadProps {
  /** Pods; with more than one they are spread over nodes and kept by a disruption budget. @default 1 */
  readonly replicas?: number;
  readonly service?: ServiceOptions;
}

/** A stateless app: Deployment and Service. Rolls without losing a request: the old pod goes when the new one is ready. */
export class WebApp extends Workload {
  constructor(scope: Construct, id: string, { replicas = 1, service, ...props }: WebAppProps) {
    super(scope, id, props);
    const { metadata, spec } = this.podTemplate();
    new k8s.KubeDeployment(this, 'Deployment', {
      metadata: this.metadata(),
      spec: {
        replicas,
        revisionHistoryLimit: 3,
        selector: { matchLabels: { ...this.selector } },
        strategy: {
          type: 'RollingUpdate',
          rollingUpdate: { maxSurge: k8s.IntOrString.fromNumber(1), maxUnavailable: k8s.IntOrString.fromNumber(0) },
        },
        template: {
          ...(metadata && { metadata }),
          spec: { ...(spec as k8s.PodSpec), ...(replicas > 1 && { topologySpreadConstraints: this.spread() }) },
        },
      },
    });
    this.service('Service', service);
    if (replicas > 1) this.disruptionBudget(1);
  }
}
