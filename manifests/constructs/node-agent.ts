import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { Workload, type WorkloadProps } from './workload';

export interface NodeAgentProps extends WorkloadProps {
  /** Shares the node's network and process namespaces, to see what the node sees. @default false */
  readonly hostNamespaces?: boolean;
}

/** One pod on every node, tainted ones included: DaemonSet and Service. */
export class NodeAgent extends Workload {
  constructor(scope: Construct, id: string, { hostNamespaces = false, ...props }: NodeAgentProps) {
    super(scope, id, { tolerations: [{ operator: 'Exists' }], ...props });
    const { metadata, spec } = this.podTemplate();
    new k8s.KubeDaemonSet(this, 'DaemonSet', {
      metadata: this.metadata(),
      spec: {
        selector: { matchLabels: { ...this.selector } },
        updateStrategy: { type: 'RollingUpdate' },
        template: {
          metadata,
          spec: { ...(spec as k8s.PodSpec), ...(hostNamespaces && { hostNetwork: true, hostPid: true }) },
        },
      },
    });
    this.service('Service', { clusterIp: 'None' });
  }
}
