import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { DataAwsIamOpenidConnectProvider } from '@cdktf/provider-aws/lib/data-aws-iam-openid-connect-provider';
import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import { policy } from './policy';

/** Signs the tokens of GitHub's runners; https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws */
const ISSUER = 'token.actions.githubusercontent.com';

export interface GithubIds {
  readonly owner: number;
  readonly repository: number;
}

export interface GithubDeployRoleProps {
  readonly name: string;
  readonly region: string;
  /** `owner/name` on GitHub, spelled as there. */
  readonly repository: string;
  /**
   * Their ids, which GitHub puts into the subject of repositories that were created, renamed or moved since 2026-07-15.
   * Then nothing else is trusted: names can be given up and taken by somebody else, ids cannot. @default names alone
   */
  readonly repositoryIds?: GithubIds | undefined;
  /** GitHub's environment: only jobs that its rules let through get the role. */
  readonly environment: string;
  /** An account knows GitHub once: `existing` where something else has told it already. */
  readonly provider: 'create' | 'existing';
  /** The machine that it may open SSH sessions to, through Systems Manager: no port is opened for it. */
  readonly instanceId: string;
}

/** What a workflow on GitHub may do here, without a key of ours: reach one machine, where SSH asks for its key. */
export class GithubDeployRole extends Construct {
  public readonly arn: string;

  constructor(scope: Construct, id: string, props: GithubDeployRoleProps) {
    super(scope, id);
    const { name, region, repository, repositoryIds, environment, instanceId } = props;
    const { accountId } = new DataAwsCallerIdentity(this, 'account');
    const role = new IamRole(this, 'Resource', {
      name,
      description: `Deployments of ${repository} from GitHub`,
      assumeRolePolicy: policy({
        principal: { Federated: this.provider(props.provider) },
        actions: ['sts:AssumeRoleWithWebIdentity'],
        condition: {
          StringEquals: {
            [`${ISSUER}:aud`]: 'sts.amazonaws.com',
            [`${ISSUER}:sub`]: subject(repository, repositoryIds, environment),
          },
        },
      }),
    });
    this.arn = role.arn;
    new IamRolePolicy(this, 'ssh', {
      name: 'ssh',
      role: role.id,
      policy: policy(
        {
          actions: ['ssm:StartSession'],
          resources: [
            `arn:aws:ec2:${region}:${accountId}:instance/${instanceId}`,
            `arn:aws:ssm:${region}::document/AWS-StartSSHSession`,
          ],
          // Without it, whoever names no document gets a shell, which SSH's key does not guard.
          // https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-sessiondocumentaccesscheck.html
          condition: { BoolIfExists: { 'ssm:SessionDocumentAccessCheck': 'true' } },
        },
        // It finds the machine by its address; AWS cannot narrow what a list shows.
        { actions: ['ec2:DescribeInstances'], resources: ['*'] },
      ),
    });
  }

  private provider(how: 'create' | 'existing'): string {
    const url = `https://${ISSUER}`;
    if (how === 'existing') return new DataAwsIamOpenidConnectProvider(this, 'github', { url }).arn;
    return new IamOpenidConnectProvider(this, 'github', { url, clientIdList: ['sts.amazonaws.com'] }).arn;
  }
}

/** What a token of a job says it is; https://docs.github.com/en/actions/reference/security/oidc#immutable-subject-claims */
function subject(repository: string, ids: GithubIds | undefined, environment: string): string {
  const [owner, name] = repository.split('/');
  const repo = ids ? `${owner}@${ids.owner}/${name}@${ids.repository}` : repository;
  return `repo:${repo}:environment:${environment}`;
}
