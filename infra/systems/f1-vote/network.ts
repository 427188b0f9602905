import type { App } from 'cdktf';
import { type AwsConfig, networkProtected, type OnAwsConfig, zoneKeys } from '../../../config/f1-vote';
import type { Target } from '../../../config/system';
import { FlowLogs } from '../../constructs/aws/flow-logs';
import { Nat } from '../../constructs/aws/nat';
import { AwsStack } from '../../constructs/aws/stack';
import { Vpc } from '../../constructs/aws/vpc';
import { names, privateSubnet, publicSubnet } from './names';

/** Two zones, each with a public subnet for what faces the internet and a private one for the cluster. */
export class NetworkStack extends AwsStack {
  constructor(app: App, target: Target<OnAwsConfig>, aws: AwsConfig) {
    super(app, target, { part: 'network', ...aws });
    const { range, zones, nat, flowLogDays } = aws.network;

    const network = new Vpc(this, 'vpc', {
      name: this.nameOf(names.vpc),
      range,
      deletionProtection: networkProtected(aws),
    });
    new FlowLogs(this, 'flow_logs', {
      name: this.nameOf('flow-logs'),
      vpc: network.vpc,
      retentionDays: flowLogDays,
    });

    const gateways: Nat[] = [];
    for (const key of zoneKeys) {
      const { name: zone, publicRange, privateRange } = zones[key];
      const subnet = network.addPublicSubnet(`public_${key}`, {
        name: this.nameOf(publicSubnet(key)),
        zone,
        range: publicRange,
      });
      // Zone a has a gateway in any case; with one alone, what zone b sends out depends on zone a.
      if (key === 'a' || nat === 'per-zone') {
        const name = this.nameOf(`nat-${key}`);
        gateways.push(new Nat(this, `nat_${key}`, { name, subnet, dependsOn: [network.gateway] }));
      }
      network.addPrivateSubnet(`private_${key}`, {
        name: this.nameOf(privateSubnet(key)),
        zone,
        range: privateRange,
        nat: gateways.at(-1) as Nat,
      });
    }

    this.publish('vpc_id', 'Id of the VPC.', network.vpc.id);
    this.publish(
      'nat_addresses',
      'Sources of all that leaves the private subnets; others can allow-list them.',
      gateways.map(({ address }) => address.publicIp),
    );
  }
}
