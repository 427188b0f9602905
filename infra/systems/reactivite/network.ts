import { ComputeAddress } from '@cdktf/provider-google/lib/compute-address';
import type { App } from 'cdktf';
import { certManager } from '../../../config/cert-manager';
import { googleRanges } from '../../../config/google/ranges';
import { wellKnownPorts } from '../../../config/ports';
import {
  type GcpConfig,
  type GoogleCloudConfig,
  names,
  networkProtected,
  TRAEFIK_ADDRESS,
} from '../../../config/reactivite';
import type { Target } from '../../../config/system';
import { Nat } from '../../constructs/gcp/nat';
import { PrivateServices } from '../../constructs/gcp/private-services';
import { ProjectServices } from '../../constructs/gcp/project-services';
import { GoogleStack } from '../../constructs/gcp/stack';
import { Vpc } from '../../constructs/gcp/vpc';

/** All that the three stacks call. */
const services = {
  artifactregistry: 'artifactregistry.googleapis.com',
  cloudkms: 'cloudkms.googleapis.com',
  cloudresourcemanager: 'cloudresourcemanager.googleapis.com',
  compute: 'compute.googleapis.com',
  container: 'container.googleapis.com',
  iam: 'iam.googleapis.com',
  iamcredentials: 'iamcredentials.googleapis.com',
  iap: 'iap.googleapis.com',
  logging: 'logging.googleapis.com',
  monitoring: 'monitoring.googleapis.com',
  // For Vault's recovery keys: docs/runbooks/reactivite-vault.md.
  secretmanager: 'secretmanager.googleapis.com',
  servicenetworking: 'servicenetworking.googleapis.com',
  sqladmin: 'sqladmin.googleapis.com',
};

export class NetworkStack extends GoogleStack {
  constructor(app: App, target: Target<GoogleCloudConfig>, gcp: GcpConfig) {
    super(app, target, { part: 'network', ...gcp });
    const { region, network: ranges } = gcp;
    const { enabled: dependsOn } = new ProjectServices(this, 'services', services);

    const vpc = new Vpc(this, 'vpc', {
      name: names.network,
      deletionProtection: networkProtected(target.config),
      dependsOn,
    });
    const subnet = vpc.addSubnet('nodes', {
      name: names.subnet,
      region,
      range: ranges.nodes,
      secondaryRanges: { [names.podRange]: ranges.pods, [names.serviceRange]: ranges.services },
    });
    vpc.allowFrom('ssh', googleRanges.iap, {
      name: `${names.network}-ssh-from-iap`,
      description: 'gcloud compute ssh --tunnel-through-iap to a node',
      to: names.nodeTag,
      port: wellKnownPorts.ssh,
    });
    vpc.allowFrom('webhooks', ranges.controlPlane, {
      name: `${names.network}-webhooks-from-control-plane`,
      description: 'The API server asks cert-manager to check its objects',
      to: names.nodeTag,
      port: certManager.webhookPort,
    });
    const nat = new Nat(this, 'nat', {
      name: `${names.network}-nat`,
      region,
      network: vpc.network,
      subnet,
      dependsOn,
    });
    new PrivateServices(this, 'private_services', {
      name: `${names.network}-private-services`,
      network: vpc.network,
      range: ranges.privateServices,
    });
    // Traefik's Service finds it by name.
    const traefik = new ComputeAddress(this, 'traefik', {
      name: TRAEFIK_ADDRESS,
      region,
      description: 'Where the hosts point: the load balancer in front of Traefik.',
      addressType: 'EXTERNAL',
      networkTier: 'PREMIUM',
      dependsOn: [...dependsOn],
    });

    const records = Object.values(target.config.hosts).map((host) => `${host}. 300 IN A ${traefik.address}`);
    this.publish('vpc_name', 'Name of the VPC network.', vpc.network.name);
    this.publish(
      'nat_address',
      'Source of all that leaves the network; others can allow-list it.',
      nat.address.address,
    );
    this.publish('traefik_address', "Public address reserved for Traefik's Service.", traefik.address);
    this.publish('dns_records', 'DNS records to create, as lines of a zone file.', records);
  }
}
