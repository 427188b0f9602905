import type { ContainerCluster } from '@cdktf/provider-google/lib/container-cluster';
import { ContainerNodePool } from '@cdktf/provider-google/lib/container-node-pool';
import { Construct } from 'constructs';

export interface NodePoolProps {
  readonly name: string;
  readonly cluster: ContainerCluster;
  /** Where the nodes run. The numbers of nodes are for each zone of it. */
  readonly location: string;
  readonly machineType: string;
  readonly minNodes: number;
  readonly maxNodes: number;
  /** Nodes at creation; without effect later. */
  readonly initialNodes: number;
  /** E-mail address of the account that the nodes, and no pod, act through. */
  readonly account: string;
  /** Network tag, for firewall rules. */
  readonly tag: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Nodes that scale, heal and upgrade by themselves, one at a time and never with fewer than before. */
export class NodePool extends Construct {
  public readonly pool: ContainerNodePool;

  constructor(scope: Construct, id: string, props: NodePoolProps) {
    super(scope, id);
    this.pool = new ContainerNodePool(this, 'Resource', {
      name: props.name,
      cluster: props.cluster.name,
      location: props.location,
      initialNodeCount: props.initialNodes,
      autoscaling: { minNodeCount: props.minNodes, maxNodeCount: props.maxNodes },
      management: { autoRepair: true, autoUpgrade: true },
      upgradeSettings: { strategy: 'SURGE', maxSurge: 1, maxUnavailable: 0 },
      nodeConfig: {
        machineType: props.machineType,
        imageType: 'COS_CONTAINERD',
        diskType: 'pd-balanced',
        diskSizeGb: 50,
        serviceAccount: props.account,
        // Scopes are the old way to narrow access; the account's roles do it.
        // https://cloud.google.com/kubernetes-engine/docs/how-to/access-scopes
        oauthScopes: ['https://www.googleapis.com/auth/cloud-platform'],
        // Pods see Workload Identity's metadata server, not the node's credentials.
        workloadMetadataConfig: { mode: 'GKE_METADATA' },
        metadata: { 'disable-legacy-endpoints': 'true' },
        shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
        // Port 10255 answers anyone in the network, unasked who they are.
        // https://cloud.google.com/kubernetes-engine/docs/how-to/disable-kubelet-readonly-port
        kubeletConfig: { insecureKubeletReadonlyPortEnabled: 'FALSE' },
        tags: [props.tag],
        resourceLabels: props.labels,
      },
      // The autoscaler decides; a new number here would replace the pool.
      lifecycle: { ignoreChanges: ['initial_node_count'] },
    });
  }
}
