import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { storageClassOf } from './settings';
import type { Volume } from './volumes';
import { type ServiceOptions, Workload, type WorkloadProps } from './workload';

export interface StatefulAppProps extends WorkloadProps {
  /** Pods, each with volumes of its own. @default 1 */
  readonly replicas?: number;
  /** Size of each volume claim by the name that `claim()` mounts. */
  readonly storage: Readonly<Record<string, string>>;
  /** StorageClass of the volumes. @default the cluster's own */
  readonly storageClass?: string | undefined;
  /** Start and stop all pods at once instead of in order. @default OrderedReady */
  readonly podManagementPolicy?: 'OrderedReady' | 'Parallel';
  /** OnDelete leaves the restart of each pod to the operator. @default RollingUpdate */
  readonly updateStrategy?: 'RollingUpdate' | 'OnDelete';
  /** Pods that a drain may take at once. @default 1 */
  readonly maxUnavailable?: number;
  /** Never two pods on a node, even if one stays pending. @default only preferred */
  readonly onePerNode?: boolean;
  readonly service?: ServiceOptions;
}

/** The volume that a claim of `storage` gives each pod. */
export function claim(name: string, subPath?: string): Volume {
  return { name, readOnly: false, subPath };
}

/**
 * An app with volumes: StatefulSet, a Service for clients (`<name>`) and a headless one for its pods (`<name>-headless`).
 * Kubernetes cannot change the size in a claim template: grow the PersistentVolumeClaims, then replace the StatefulSet
 * with `kubectl delete statefulset --cascade=orphan` and apply again.
 */
export class StatefulApp extends Workload {
  constructor(scope: Construct, id: string, props: StatefulAppProps) {
    const {
      replicas = 1,
      storage,
      storageClass,
      podManagementPolicy,
      updateStrategy,
      maxUnavailable,
      onePerNode,
      service,
      ...pod
    } = props;
    super(scope, id, pod, ['storageClass']);
    const headless = `${id}-headless`;
    const { metadata, spec } = this.podTemplate();
    const statefulSet = k8s.KubeStatefulSet.manifest({
      metadata: this.metadata(),
      spec: {
        replicas,
        serviceName: headless,
        revisionHistoryLimit: 3,
        selector: { matchLabels: { ...this.selector } },
        podManagementPolicy: podManagementPolicy ?? 'OrderedReady',
        updateStrategy: { type: updateStrategy ?? 'RollingUpdate' },
        template: {
          metadata,
          spec: {
            ...(spec as k8s.PodSpec),
            ...(onePerNode && { affinity: this.apart() }),
            ...(replicas > 1 && { topologySpreadConstraints: this.spread() }),
          },
        },
        volumeClaimTemplates: Object.entries(storage).map(([name, size]) => ({
          metadata: { name },
          spec: {
            accessModes: ['ReadWriteOnce'],
            storageClassName: storageClassOf(this, id) ?? storageClass,
            resources: { requests: { storage: k8s.Quantity.fromString(size) } },
          },
        })),
      },
    });
    this.controller('StatefulSet', statefulSet);
    this.service('Service', service);
    this.service('HeadlessService', { name: headless, clusterIp: 'None', publishNotReadyAddresses: true });
    if (replicas > 1) this.disruptionBudget(maxUnavailable ?? 1);
  }

  private apart(): k8s.Affinity {
    return {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { ...this.selector } } },
        ],
      },
    };
  }
}
