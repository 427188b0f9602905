import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { type Autoscaling, autoscaler } from './autoscaling';
import { type ServiceOptions, Workload, type WorkloadProps } from './workload';

export interface WebAppProps extends WorkloadProps {
  /** Pods; with more than one they are spread over nodes and kept by a disruption budget. @default 1 */
  readonly replicas?: number;
  /** Lets load decide the number of pods, in place of `replicas`. @default it is fixed */
  readonly autoscale?: Autoscaling;
  readonly service?: ServiceOptions;
}

/** Seconds until every node and ingress controller has heard that a pod is about to go. */
const NOTICE_SECONDS = 5;

/** Tells the pods of a Deployment's old and new template apart; https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#pod-template-hash-label */
const TEMPLATE_HASH = 'pod-template-hash';

/**
 * A stateless app: Deployment and Service. Rolls without losing a request: the old pod goes when the new one is ready,
 * and serves on (`notice`, 5 seconds by default) until nobody sends to it.
 */
export class WebApp extends Workload {
  constructor(scope: Construct, id: string, { replicas = 1, autoscale, service, ...props }: WebAppProps) {
    super(scope, id, { ...props, notice: props.notice ?? NOTICE_SECONDS }, ['replicas', 'autoscaling']);
    const { metadata, spec } = this.podTemplate();
    const { autoscaling = this.settings.replicas === undefined ? autoscale : undefined } = this.settings;
    const number = this.settings.replicas ?? replicas;
    const lowest = autoscaling?.min ?? number;
    const deployment = k8s.KubeDeployment.manifest({
      metadata: this.metadata(),
      spec: {
        // A number here would undo the autoscaler's at every apply.
        ...(!autoscaling && { replicas: number }),
        revisionHistoryLimit: 3,
        selector: { matchLabels: { ...this.selector } },
        strategy: {
          type: 'RollingUpdate',
          rollingUpdate: { maxSurge: k8s.IntOrString.fromNumber(1), maxUnavailable: k8s.IntOrString.fromNumber(0) },
        },
        template: {
          metadata,
          spec: {
            ...(spec as k8s.PodSpec),
            ...(lowest > 1 && { topologySpreadConstraints: this.spread([TEMPLATE_HASH]) }),
          },
        },
      },
    });
    this.controller('Deployment', deployment);
    this.service('Service', service);
    if (autoscaling) autoscaler(this, this.metadata(), autoscaling);
    if (lowest > 1) this.disruptionBudget(1);
  }
}
