import type { App } from 'cdktf';
import type { OnAwsConfig } from '../../../config/new-system';
import type { Target } from '../../../config/system';
import { FlowLogs } from '../../constructs/aws/flow-logs';
import { AwsStack } from '../../constructs/aws/stack';
import { Vpc } from '../../constructs/aws/vpc';

/** A network with a public subnet; nothing in it gets an address unasked. */
export class NetworkOnAws extends AwsStack {
  constructor(app: App, target: Target<OnAwsConfig>) {
    const { aws } = target.config;
    super(app, target, { part: 'network', ...aws });
    const { range, publicRange, deletionProtection, flowLogDays } = aws.network;
    const network = new Vpc(this, 'vpc', { name: this.nameOf('vpc'), range, deletionProtection });
    new FlowLogs(this, 'flow_logs', {
      name: this.nameOf('flow-logs'),
      vpc: network.vpc,
      retentionDays: flowLogDays,
    });
    network.addPublicSubnet('public_a', { name: this.nameOf('public'), zone: aws.zone, range: publicRange });
    this.publish('vpc_id', 'Id of the VPC.', network.vpc.id);
  }
}
