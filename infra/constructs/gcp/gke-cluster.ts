import { ContainerCluster } from '@cdktf/provider-google/lib/container-cluster';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Clients } from '../../../config/clients';

export interface GkeClusterProps {
  readonly name: string;
  readonly project: string;
  /** A zone for a zonal cluster, a region for a regional one. */
  readonly location: string;
  /** Network id. */
  readonly network: string;
  /** Subnet id. */
  readonly subnet: string;
  /** Names of the subnet's secondary ranges. */
  readonly podRange: string;
  readonly serviceRange: string;
  /** A /28 for the control plane's address in the network, as CIDR. */
  readonly controlPlaneRange: string;
  /** Nodes without public addresses. */
  readonly privateNodes: boolean;
  /** No public IP endpoint; kubectl goes through the DNS endpoint, which IAM guards, in either case. */
  readonly privateEndpoint: boolean;
  /** Who reaches the IP endpoint from outside the subnet; the console shows the names. */
  readonly authorizedNetworks: Clients;
  readonly releaseChannel: string;
  /** Id of the KMS key that encrypts Secrets in etcd. */
  readonly secretsKey: string;
  /** E-mail address of the nodes' account. */
  readonly nodeAccount: string;
  /** While true, Terraform refuses any plan that destroys the cluster, and the provider any deletion. Pools stay replaceable. */
  readonly deletionProtection: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly dependsOn: readonly ITerraformDependable[];
}

/** A GKE Standard cluster without nodes: give it a `NodePool`. */
export class GkeCluster extends Construct {
  public readonly cluster: ContainerCluster;

  constructor(scope: Construct, id: string, props: GkeClusterProps) {
    super(scope, id);
    const { privateNodes, privateEndpoint } = props;
    this.cluster = new ContainerCluster(this, 'Resource', {
      name: props.name,
      location: props.location,
      resourceLabels: props.labels,
      deletionProtection: props.deletionProtection,
      dependsOn: [...props.dependsOn],

      network: props.network,
      subnetwork: props.subnet,
      networkingMode: 'VPC_NATIVE',
      ipAllocationPolicy: {
        clusterSecondaryRangeName: props.podRange,
        servicesSecondaryRangeName: props.serviceRange,
      },
      // Cilium: enforces NetworkPolicies by itself, hence no network_policy block.
      // https://cloud.google.com/kubernetes-engine/docs/concepts/dataplane-v2
      datapathProvider: 'ADVANCED_DATAPATH',
      privateClusterConfig: {
        enablePrivateNodes: privateNodes,
        enablePrivateEndpoint: privateEndpoint,
        masterIpv4CidrBlock: privateNodes ? props.controlPlaneRange : undefined,
      },
      controlPlaneEndpointsConfig: { dnsEndpointConfig: { allowExternalTraffic: true } },
      // Present even when empty: without the block every address is authorized.
      masterAuthorizedNetworksConfig: {
        gcpPublicCidrsAccessEnabled: false,
        cidrBlocks: Object.entries(props.authorizedNetworks).map(([displayName, cidrBlock]) => ({
          displayName,
          cidrBlock,
        })),
      },

      workloadIdentityConfig: { workloadPool: `${props.project}.svc.id.goog` },
      databaseEncryption: { state: 'ENCRYPTED', keyName: props.secretsKey },
      enableShieldedNodes: true,
      masterAuth: { clientCertificateConfig: { issueClientCertificate: false } },
      // Its scan of images is discontinued.
      // https://cloud.google.com/kubernetes-engine/docs/deprecations/posture-management-deprecation
      securityPostureConfig: { mode: 'BASIC', vulnerabilityMode: 'VULNERABILITY_DISABLED' },

      releaseChannel: { channel: props.releaseChannel },
      maintenancePolicy: { dailyMaintenanceWindow: { startTime: '02:00' } },
      loggingConfig: { enableComponents: ['SYSTEM_COMPONENTS', 'WORKLOADS'] },
      // Workloads are scraped by a Prometheus in the cluster; Google's would be paid for by the sample.
      monitoringConfig: { enableComponents: ['SYSTEM_COMPONENTS'], managedPrometheus: { enabled: false } },
      costManagementConfig: { enabled: true },

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
