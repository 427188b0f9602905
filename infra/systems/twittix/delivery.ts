import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member';
import { ServiceAccountIamMember } from '@cdktf/provider-google/lib/service-account-iam-member';
import { StorageBucketIamMember } from '@cdktf/provider-google/lib/storage-bucket-iam-member';
import type { App } from 'cdktf';
import { accountResource } from '../../../config/google/names';
import type { Target } from '../../../config/system';
import {
  type Actor,
  accountEmail,
  accountId,
  deliveryRoles,
  type GcpConfig,
  grantableRoles,
  named,
  type OnGoogleCloudConfig,
  SYSTEM,
} from '../../../config/twittix';
import { GithubIdentity } from '../../constructs/gcp/github-identity';
import { ServiceAccount } from '../../constructs/gcp/service-account';
import { GoogleStack } from '../../constructs/gcp/stack';
import { idOf } from '../../constructs/ids';

type Delivery = NonNullable<GcpConfig['delivery']>;

/**
 * Whose workflow applies the other stacks. It cannot apply this one, which says what it may do, and it has rights to the
 * accounts of the services that there are: the first apply of a new service is a person's, as is that of this stack.
 */
export class DeliveryStack extends GoogleStack {
  constructor(app: App, target: Target<OnGoogleCloudConfig>, delivery: Delivery) {
    const { gcp, services } = target.config;
    super(app, target, { part: 'delivery', ...gcp });
    const { projectId: project, stateBucket: bucket } = gcp;
    const account = new ServiceAccount(this, 'account', {
      accountId: accountId('delivery'),
      displayName: `Workflows of ${delivery.repository}`,
    });
    const { member } = account;
    const identity = new GithubIdentity(this, 'github', {
      name: `${SYSTEM}-delivery`,
      ...delivery,
      account: account.resourceName,
    });

    for (const [id, role] of Object.entries(deliveryRoles)) account.grant(id, { project, role });
    // https://docs.cloud.google.com/iam/docs/setting-limits-on-granting-roles
    const roles = grantableRoles.map((role) => `'${role}'`).join(', ');
    new ProjectIamMember(this, 'grants', {
      project,
      role: 'roles/resourcemanager.projectIamAdmin',
      member,
      condition: {
        title: 'only what the stacks grant',
        expression: `api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly([${roles}])`,
      },
    });
    if (bucket) new StorageBucketIamMember(this, 'state', { bucket, role: 'roles/storage.objectUser', member });

    for (const { name, migrate } of named(services)) {
      this.useAccount(`run_${idOf(name)}`, { service: name }, member, gcp);
      this.useAccount(`build_${idOf(name)}`, { build: name }, member, gcp);
      if (migrate) this.useAccount(`move_${idOf(name)}`, { migration: name }, member, gcp);
    }
    this.useAccount('grants', 'grants', member, gcp);
    this.expectBilling(gcp);
    this.publish('workload_identity_provider', 'What the workflow names so.', identity.provider);
    this.publish('service_account', 'What the workflow names so.', account.email);
  }

  /** Who makes something that acts as an account must be able to act so, and to say who else may. */
  private useAccount(id: string, actor: Actor, member: string, gcp: GcpConfig): void {
    const serviceAccountId = accountResource(gcp, accountId(actor));
    new ServiceAccountIamMember(this, `${id}_user`, { serviceAccountId, role: 'roles/iam.serviceAccountUser', member });
    new ServiceAccountIamMember(this, `${id}_admin`, {
      serviceAccountId,
      role: 'roles/iam.serviceAccountAdmin',
      member,
    });
  }

  private expectBilling(gcp: GcpConfig): void {
    const { billingAccount } = gcp.observability.budget;
    this.expect(
      "the right to change the billing account's budgets",
      `gcloud billing accounts add-iam-policy-binding ${billingAccount} --member=serviceAccount:${accountEmail(gcp, 'delivery')} --role=roles/billing.costsManager`,
    );
  }
}
