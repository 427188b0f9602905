import { DataAwsInstance } from '@cdktf/provider-aws/lib/data-aws-instance';
import { DataAwsSecurityGroup } from '@cdktf/provider-aws/lib/data-aws-security-group';
import { DataAwsSubnet } from '@cdktf/provider-aws/lib/data-aws-subnet';
import { DataAwsVpc } from '@cdktf/provider-aws/lib/data-aws-vpc';
import type { Construct } from 'constructs';

/** What another stack made, found by its tags; see `AwsStack`. A plan fails unless exactly one thing bears them. */
type Tags = Record<string, string>;

export function lookUpVpc(scope: Construct, id: string, tags: Tags): DataAwsVpc {
  return new DataAwsVpc(scope, id, { tags });
}

export function lookUpSubnet(scope: Construct, id: string, tags: Tags): DataAwsSubnet {
  return new DataAwsSubnet(scope, id, { tags });
}

export function lookUpSecurityGroup(scope: Construct, id: string, tags: Tags): DataAwsSecurityGroup {
  return new DataAwsSecurityGroup(scope, id, { tags });
}

/** A machine that exists: AWS keeps showing terminated ones for an hour, with their tags. */
export function lookUpInstance(scope: Construct, id: string, tags: Tags): DataAwsInstance {
  return new DataAwsInstance(scope, id, {
    instanceTags: tags,
    filter: [{ name: 'instance-state-name', values: ['pending', 'running', 'stopping', 'stopped'] }],
  });
}
