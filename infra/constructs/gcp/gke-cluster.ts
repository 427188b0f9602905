import { ContainerCluster } from '@cdktf/provider-google/lib/container-cluster';
import { Construct } from 'constructs';
import { type ClusterProps, clusterSettings } from './gke-settings';

export interface GkeClusterProps extends ClusterProps {
  readonly project: string;
}

/** A GKE Standard cluster without nodes: give it a `NodePool`. */
export class GkeCluster extends Construct {
  public readonly cluster: ContainerCluster;

  constructor(scope: Construct, id: string, props: GkeClusterProps) {
    super(scope, id);
    this.cluster = new ContainerCluster(this, 'Resource', {
      ...clusterSettings(props),
      // Cilium: enforces NetworkPolicies by itself, hence no network_policy block.
      // https://cloud.google.com/kubernetes-engine/docs/concepts/dataplane-v2
      datapathProvider: 'ADVANCED_DATAPATH',
      workloadIdentityConfig: { workloadPool: `${props.project}.svc.id.goog` },
      enableShieldedNodes: true,
      // Workloads are scraped by a Prometheus in the cluster; Google's would be paid for by the sample.
      monitoringConfig: { enableComponents: ['SYSTEM_COMPONENTS'], managedPrometheus: { enabled: false } },

      // A cluster cannot be created without a pool: this one goes at once, but while it is there it is no weaker
      // than the real one. Afterwards the provider shows the real pool here, and a difference would replace the cluster.
      removeDefaultNodePool: true,
      initialNodeCount: 1,
      nodeConfig: {
        serviceAccount: props.nodeAccount,
        shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
        workloadMetadataConfig: { mode: 'GKE_METADATA' },
      },
      lifecycle: { ignoreChanges: ['node_config', 'initial_node_count'], preventDestroy: props.deletionProtection },
    });
  }

  /** What kubectl talks to; GKE chooses the name. */
  public get dnsEndpoint(): string {
    return this.cluster.controlPlaneEndpointsConfig.dnsEndpointConfig.endpoint;
  }
}
