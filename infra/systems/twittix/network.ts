import type { App } from 'cdktf';
import type { Target } from '../../../config/system';
import { isProtected, names, type OnGoogleCloudConfig } from '../../../config/twittix';
import { Nat } from '../../constructs/gcp/nat';
import { PrivateConnect } from '../../constructs/gcp/private-connect';
import { PrivateNames } from '../../constructs/gcp/private-names';
import { PrivateServices } from '../../constructs/gcp/private-services';
import { ProjectServices } from '../../constructs/gcp/project-services';
import { GoogleStack } from '../../constructs/gcp/stack';
import { Vpc } from '../../constructs/gcp/vpc';

/** All that the stacks call. */
const services = {
  artifactregistry: 'artifactregistry.googleapis.com',
  billingbudgets: 'billingbudgets.googleapis.com',
  certificatemanager: 'certificatemanager.googleapis.com',
  cloudbuild: 'cloudbuild.googleapis.com',
  cloudresourcemanager: 'cloudresourcemanager.googleapis.com',
  compute: 'compute.googleapis.com',
  containerscanning: 'containerscanning.googleapis.com',
  dns: 'dns.googleapis.com',
  iam: 'iam.googleapis.com',
  iamcredentials: 'iamcredentials.googleapis.com',
  iap: 'iap.googleapis.com',
  logging: 'logging.googleapis.com',
  memorystore: 'memorystore.googleapis.com',
  monitoring: 'monitoring.googleapis.com',
  networkconnectivity: 'networkconnectivity.googleapis.com',
  run: 'run.googleapis.com',
  secretmanager: 'secretmanager.googleapis.com',
  serviceconsumermanagement: 'serviceconsumermanagement.googleapis.com',
  servicenetworking: 'servicenetworking.googleapis.com',
  sqladmin: 'sqladmin.googleapis.com',
  storage: 'storage.googleapis.com',
  sts: 'sts.googleapis.com',
};

/** Where the services' own connections go. Nothing connects to them here, so no rule lets anything in. */
export class NetworkStack extends GoogleStack {
  constructor(app: App, target: Target<OnGoogleCloudConfig>) {
    const { gcp } = target.config;
    super(app, target, { part: 'network', ...gcp });
    const { region, network: ranges } = gcp;
    const { enabled: dependsOn } = new ProjectServices(this, 'services', services);

    const vpc = new Vpc(this, 'vpc', { name: names.network, deletionProtection: isProtected(gcp), dependsOn });
    const { network } = vpc;
    const egress = vpc.addSubnet('egress', { name: names.egressSubnet, region, range: ranges.egress });
    const connect = vpc.addSubnet('private_connect', {
      name: names.connectSubnet,
      region,
      range: ranges.privateConnect,
    });
    new PrivateConnect(this, 'store', {
      name: `${names.network}-store`,
      region,
      serviceClass: 'gcp-memorystore',
      network,
      subnet: connect,
    });
    new PrivateServices(this, 'private_services', {
      name: `${names.network}-private-services`,
      network,
      range: ranges.privateServices,
    });
    new PrivateNames(this, 'run', { name: `${names.network}-run`, domain: 'run.app', network, dependsOn });

    this.publish('vpc_name', 'Name of the VPC network.', network.name);
    if (!ranges.fixedAddress) return;
    const nat = new Nat(this, 'nat', { name: `${names.network}-nat`, region, network, subnet: egress, dependsOn });
    this.publish('nat_address', 'Source of all that leaves; others can allow-list it.', nat.address.address);
  }
}
