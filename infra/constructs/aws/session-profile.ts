import { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { Construct } from 'constructs';
import { trust } from './policy';

export interface SessionProfileProps {
  readonly name: string;
}

/**
 * Lets machines be reached through Systems Manager, which needs no open port: the way in when SSH is broken.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html
 */
export class SessionProfile extends Construct {
  public readonly profile: IamInstanceProfile;

  constructor(scope: Construct, id: string, { name }: SessionProfileProps) {
    super(scope, id);
    const role = new IamRole(this, 'role', {
      name,
      description: 'Machines that Session Manager reaches',
      assumeRolePolicy: trust('ec2.amazonaws.com'),
    });
    new IamRolePolicyAttachment(this, 'core', {
      role: role.name,
      policyArn: 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
    });
    this.profile = new IamInstanceProfile(this, 'Resource', { name, role: role.name });
  }
}
