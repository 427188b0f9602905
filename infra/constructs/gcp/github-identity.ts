import { IamWorkloadIdentityPool } from '@cdktf/provider-google/lib/iam-workload-identity-pool';
import { IamWorkloadIdentityPoolProvider } from '@cdktf/provider-google/lib/iam-workload-identity-pool-provider';
import { ServiceAccountIamMember } from '@cdktf/provider-google/lib/service-account-iam-member';
import { Construct } from 'constructs';

/** Signs the tokens of GitHub's runners; https://docs.github.com/en/actions/reference/security/oidc */
const ISSUER = 'https://token.actions.githubusercontent.com';

export interface GithubIdentityProps {
  /** Of the pool; one that is deleted keeps its name for 30 days. */
  readonly name: string;
  /** `owner/name` on GitHub; said to people only, because names can be given up and taken by somebody else. */
  readonly repository: string;
  /** What is trusted. */
  readonly repositoryIds: { readonly owner: number; readonly repository: number };
  /** GitHub's environment: only jobs that its rules let through are trusted. */
  readonly environment: string;
  /** Resource name of the account that they act as. */
  readonly account: string;
}

/** Lets the jobs of one repository in one environment act as an account, without a key. */
export class GithubIdentity extends Construct {
  /** What the workflow names to get a token. */
  public readonly provider: string;

  constructor(scope: Construct, id: string, props: GithubIdentityProps) {
    super(scope, id);
    const { name, repository, repositoryIds, environment, account } = props;
    const pool = new IamWorkloadIdentityPool(this, 'pool', {
      workloadIdentityPoolId: name,
      displayName: name,
      description: `Workflows of ${repository}`,
    });
    const attributes = { repository_id: 'attribute.repository_id', repository_owner_id: 'attribute.owner_id' };
    const provider = new IamWorkloadIdentityPoolProvider(this, 'Resource', {
      workloadIdentityPoolId: pool.workloadIdentityPoolId,
      workloadIdentityPoolProviderId: 'github',
      oidc: { issuerUri: ISSUER },
      attributeMapping: {
        'google.subject': 'assertion.sub',
        ...Object.fromEntries(
          Object.entries(attributes).map(([claim, attribute]) => [attribute, `assertion.${claim}`]),
        ),
      },
      attributeCondition: [
        `assertion.repository_id == '${repositoryIds.repository}'`,
        `assertion.repository_owner_id == '${repositoryIds.owner}'`,
        `assertion.environment == '${environment}'`,
      ].join(' && '),
    });
    this.provider = provider.name;
    new ServiceAccountIamMember(this, 'acts', {
      serviceAccountId: account,
      role: 'roles/iam.workloadIdentityUser',
      member: `principalSet://iam.googleapis.com/${pool.name}/attribute.repository_id/${repositoryIds.repository}`,
    });
  }
}
