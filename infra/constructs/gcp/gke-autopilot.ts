import { ContainerCluster } from '@cdktf/provider-google/lib/container-cluster';
import { Construct } from 'constructs';
import { type ClusterProps, clusterSettings } from './gke-settings';

export interface AutopilotClusterProps extends ClusterProps {
  /** Id of the key of Cloud KMS that encrypts the nodes' own disks. */
  readonly diskKey: string;
  /** Network tag of the nodes, for firewall rules. */
  readonly tag: string;
  /** Whether Backup for GKE may read it: give it a `ClusterBackup`. */
  readonly backedUp: boolean;
}

/**
 * A GKE Autopilot cluster, whose nodes are Google's business: shielded, with Cilium and Workload Identity, which the
 * provider therefore refuses to be told. https://cloud.google.com/kubernetes-engine/docs/concepts/autopilot-security
 */
export class AutopilotCluster extends Construct {
  public readonly cluster: ContainerCluster;

  constructor(scope: Construct, id: string, props: AutopilotClusterProps) {
    super(scope, id);
    this.cluster = new ContainerCluster(this, 'Resource', {
      ...clusterSettings(props),
      enableAutopilot: true,
      clusterAutoscaling: {
        autoProvisioningDefaults: { serviceAccount: props.nodeAccount, bootDiskKmsKey: props.diskKey },
      },
      nodePoolAutoConfig: { networkTags: { tags: [props.tag] } },
      addonsConfig: { gkeBackupAgentConfig: { enabled: props.backedUp } },
      lifecycle: { preventDestroy: props.deletionProtection },
    });
  }

  /** What kubectl talks to; GKE chooses the name. */
  public get dnsEndpoint(): string {
    return this.cluster.controlPlaneEndpointsConfig.dnsEndpointConfig.endpoint;
  }
}
