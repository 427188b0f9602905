import type { App } from 'cdktf';
import type { OnGoogleConfig } from '../../../config/new-system';
import type { Target } from '../../../config/system';
import { ProjectServices } from '../../constructs/gcp/project-services';
import { GoogleStack } from '../../constructs/gcp/stack';
import { Vpc } from '../../constructs/gcp/vpc';

/** A network that nothing gets into but by rules. */
export class NetworkOnGoogle extends GoogleStack {
  constructor(app: App, target: Target<OnGoogleConfig>) {
    const { gcp } = target.config;
    super(app, target, { part: 'network', ...gcp });
    const name = `${target.system.name}-${target.environment}`;
    const services = new ProjectServices(this, 'services', { compute: 'compute.googleapis.com' });
    const { deletionProtection, range } = gcp.network;
    const vpc = new Vpc(this, 'vpc', { name, deletionProtection, dependsOn: services.enabled });
    vpc.addSubnet('nodes', { name: `${name}-nodes`, region: gcp.region, range });
    this.publish('vpc_name', 'Name of the VPC network.', vpc.network.name);
  }
}
