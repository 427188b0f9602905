import type { ContainerClusterConfig } from '@cdktf/provider-google/lib/container-cluster';
import type { ITerraformDependable } from 'cdktf';
import type { Clients } from '../../../config/clients';

/** What both kinds of clusters are told. */
export interface ClusterProps {
  readonly name: string;
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

/** What both kinds have in common: private, reached by names that IAM guards, with Secrets under our key. */
export function clusterSettings(props: ClusterProps) {
  const { privateNodes, privateEndpoint } = props;
  return {
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

    databaseEncryption: { state: 'ENCRYPTED', keyName: props.secretsKey },
    masterAuth: { clientCertificateConfig: { issueClientCertificate: false } },
    // Its scan of images is discontinued.
    // https://cloud.google.com/kubernetes-engine/docs/deprecations/posture-management-deprecation
    securityPostureConfig: { mode: 'BASIC', vulnerabilityMode: 'VULNERABILITY_DISABLED' },

    releaseChannel: { channel: props.releaseChannel },
    maintenancePolicy: { dailyMaintenanceWindow: { startTime: '02:00' } },
    loggingConfig: { enableComponents: ['SYSTEM_COMPONENTS', 'WORKLOADS'] },
    costManagementConfig: { enabled: true },
  } satisfies Partial<ContainerClusterConfig>;
}
