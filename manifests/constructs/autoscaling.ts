import type { ApiObjectMetadata } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';

export interface Autoscaling {
  /** Pods that always run. */
  readonly min: number;
  /** Pods at the height of a burst. */
  readonly max: number;
  /** Average CPU, in percent of what the pods request, that is scaled to. */
  readonly cpuPercent: number;
}

/** Seconds of calm before pods are taken away: the next wave of a burst finds them still there. */
const CALM_SECONDS = 300;

/** Scales the Deployment of the same name: up at once, down one pod a minute. Needs metrics-server. */
export function autoscaler(scope: Construct, metadata: ApiObjectMetadata, { min, max, cpuPercent }: Autoscaling): void {
  new k8s.KubeHorizontalPodAutoscalerV2(scope, 'Autoscaler', {
    metadata,
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: metadata.name ?? '' },
      minReplicas: min,
      maxReplicas: max,
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: cpuPercent } },
        },
      ],
      behavior: {
        // Doubles, and adds four at least, each time that metrics are new.
        scaleUp: {
          stabilizationWindowSeconds: 0,
          selectPolicy: 'Max',
          policies: [
            { type: 'Percent', value: 100, periodSeconds: 15 },
            { type: 'Pods', value: 4, periodSeconds: 15 },
          ],
        },
        scaleDown: {
          stabilizationWindowSeconds: CALM_SECONDS,
          policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }],
        },
      },
    },
  });
}
