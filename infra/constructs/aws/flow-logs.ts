import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { FlowLog } from '@cdktf/provider-aws/lib/flow-log';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { Construct } from 'constructs';
import { policy, trust } from './policy';

export interface FlowLogsProps {
  /** Of the role, and of the log group below `/aws/vpc/`. */
  readonly name: string;
  readonly vpc: Vpc;
  readonly retentionDays: number;
}

/** Who talked to whom, and who was turned away, summed up over ten minutes. */
export class FlowLogs extends Construct {
  constructor(scope: Construct, id: string, { name, vpc, retentionDays }: FlowLogsProps) {
    super(scope, id);
    const { accountId } = new DataAwsCallerIdentity(this, 'account');
    const group = new CloudwatchLogGroup(this, 'group', {
      name: `/aws/vpc/${name}`,
      retentionInDays: retentionDays,
    });
    // https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
    const role = new IamRole(this, 'role', {
      name,
      description: 'VPC flow logs write to CloudWatch',
      assumeRolePolicy: trust('vpc-flow-logs.amazonaws.com', { StringEquals: { 'aws:SourceAccount': accountId } }),
    });
    new IamRolePolicy(this, 'write', {
      name: 'write',
      role: role.id,
      policy: policy({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogGroups', 'logs:DescribeLogStreams'],
        resources: [group.arn, `${group.arn}:*`],
      }),
    });
    new FlowLog(this, 'Resource', {
      vpcId: vpc.id,
      trafficType: 'ALL',
      maxAggregationInterval: 600,
      logDestinationType: 'cloud-watch-logs',
      logDestination: group.arn,
      iamRoleArn: role.arn,
      tags: { Name: name },
    });
  }
}
