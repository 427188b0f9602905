import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import { policy, type Statement } from './policy';

export interface WebIdentityRoleProps {
  readonly name: string;
  readonly description: string;
  /** Who signs the tokens, without scheme; AWS asks it for its keys when the provider is made, so that it must be there. */
  readonly issuer: string;
  /** Whom the tokens are for, and who has them: nobody else is trusted. */
  readonly audience: string;
  readonly subject: string;
  /** What the role may do. */
  readonly may: readonly Statement[];
}

/** A role that one identity of another provider takes by a token of that provider, without a key of ours. */
export class WebIdentityRole extends Construct {
  public readonly arn: string;

  constructor(scope: Construct, id: string, props: WebIdentityRoleProps) {
    super(scope, id);
    const { name, description, issuer, audience, subject, may } = props;
    const provider = new IamOpenidConnectProvider(this, 'provider', {
      url: `https://${issuer}`,
      clientIdList: [audience],
    });
    const role = new IamRole(this, 'Resource', {
      name,
      description,
      assumeRolePolicy: policy({
        principal: { Federated: provider.arn },
        actions: ['sts:AssumeRoleWithWebIdentity'],
        condition: { StringEquals: { [`${issuer}:aud`]: audience, [`${issuer}:sub`]: subject } },
      }),
    });
    this.arn = role.arn;
    new IamRolePolicy(this, 'rights', { name: 'rights', role: role.id, policy: policy(...may) });
  }
}
