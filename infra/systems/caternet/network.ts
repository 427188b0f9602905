import { ComputeGlobalAddress } from '@cdktf/provider-google/lib/compute-global-address';
import { ComputeSslPolicy } from '@cdktf/provider-google/lib/compute-ssl-policy';
import { LoggingFolderSettings } from '@cdktf/provider-google/lib/logging-folder-settings';
import type { App } from 'cdktf';
import { type GcpConfig, google, type OnAutopilotConfig, residency } from '../../../config/caternet';
import { certManager } from '../../../config/cert-manager';
import type { Target } from '../../../config/system';
import { Nat } from '../../constructs/gcp/nat';
import { PublicZone } from '../../constructs/gcp/public-zone';
import { StateBucketIn } from '../../constructs/gcp/state-bucket';
import { Vpc } from '../../constructs/gcp/vpc';
import { ProjectStack } from './project';

/** All that the stacks of this project call. */
const services = {
  artifactregistry: 'artifactregistry.googleapis.com',
  cloudkms: 'cloudkms.googleapis.com',
  cloudresourcemanager: 'cloudresourcemanager.googleapis.com',
  compute: 'compute.googleapis.com',
  container: 'container.googleapis.com',
  // Looks for known holes in the images.
  containerscanning: 'containerscanning.googleapis.com',
  dns: 'dns.googleapis.com',
  gkebackup: 'gkebackup.googleapis.com',
  iam: 'iam.googleapis.com',
  iamcredentials: 'iamcredentials.googleapis.com',
  logging: 'logging.googleapis.com',
  monitoring: 'monitoring.googleapis.com',
  orgpolicy: 'orgpolicy.googleapis.com',
  pubsub: 'pubsub.googleapis.com',
  storage: 'storage.googleapis.com',
};

const { names } = google;

/** Where everything may be, and the ways in and out. */
export class NetworkStack extends ProjectStack {
  constructor(app: App, target: Target<OnAutopilotConfig>) {
    const { gcp, hosts } = target.config;
    super(app, target, { part: 'network', ...gcp });
    const { projectId, region, network: ranges, cluster, dns } = gcp;
    const { deletionProtection } = cluster;
    const dependsOn = this.settle({ projectId, services });
    this.keepLogsHome(gcp);

    const vpc = new Vpc(this, 'vpc', { name: names.network, deletionProtection, dependsOn });
    const { network } = vpc;
    const subnet = vpc.addSubnet('nodes', {
      name: names.subnet,
      region,
      range: ranges.nodes,
      secondaryRanges: { [names.podRange]: ranges.pods, [names.serviceRange]: ranges.services },
    });
    vpc.allowFrom('webhooks', ranges.controlPlane, {
      name: `${names.network}-webhooks-from-control-plane`,
      description: 'The API server asks cert-manager to check its objects',
      to: names.nodeTag,
      port: certManager.webhookPort,
    });
    const nat = new Nat(this, 'nat', { name: `${names.network}-nat`, region, network, subnet, dependsOn });
    // The Ingress finds it by name.
    const { address } = new ComputeGlobalAddress(this, 'ingress', {
      name: names.address,
      description: 'Where the hosts point: the load balancer of the Ingress.',
      addressType: 'EXTERNAL',
      dependsOn,
    });
    // So does its FrontendConfig.
    new ComputeSslPolicy(this, 'tls', {
      name: names.tlsPolicy,
      minTlsVersion: 'TLS_1_2',
      profile: 'MODERN',
      dependsOn,
    });
    const zone = new PublicZone(this, 'zone', { name: dns.zone, domain: dns.domain, deletionProtection, dependsOn });
    for (const [id, host] of Object.entries(hosts)) zone.addHost(id, host, address);

    this.publish('vpc_name', 'Name of the VPC network.', network.name);
    this.publish('nat_address', 'Source of all that leaves; others can allow-list it.', nat.address.address);
    this.publish('ingress_address', 'Public address of the load balancer.', address);
    this.publish('name_servers', `What the registrar of ${dns.domain} is told.`, zone.nameServers);
  }

  private keepLogsHome({ projectId, region, folder, stateBucket }: GcpConfig): void {
    if (folder) new LoggingFolderSettings(this, 'folder_logs', { folder, storageLocation: region });
    this.expectLogsAtHome(projectId, folder);
    // A state says much of what it is about.
    if (stateBucket) new StateBucketIn(this, 'states', stateBucket, residency.regions.google);
  }
}
