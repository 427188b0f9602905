import type { App } from 'cdktf';
import {
  AWS_AUDIENCE,
  type OnAutopilotConfig,
  SECOND_COPY_PREFIX,
  secondCopyIdentity,
  secondCopyRole,
} from '../../../config/caternet';
import type { Target } from '../../../config/system';
import { LockedBucket } from '../../constructs/aws/locked-bucket';
import { AwsStack } from '../../constructs/aws/stack';
import { WebIdentityRole } from '../../constructs/aws/web-identity-role';

/** Copies at another provider, which nobody deletes, neither the cluster nor who takes over the account at Google. */
export class SecondCopyStack extends AwsStack {
  constructor(app: App, target: Target<OnAutopilotConfig>) {
    const { gcp, aws } = target.config;
    super(app, target, { part: 'second-copy', ...aws });
    const copies = new LockedBucket(this, 'copies', {
      name: aws.bucket,
      dataClass: 'personal',
      retentionDays: aws.retentionDays,
      mode: aws.mode,
      deletionProtection: gcp.cluster.deletionProtection,
    });
    const role = new WebIdentityRole(this, 'writer', {
      name: secondCopyRole(target.environment),
      description: 'The pod that copies backups, in the cluster at Google',
      ...secondCopyIdentity(gcp, target.environment),
      audience: AWS_AUDIENCE,
      // It can add, and neither read nor delete.
      may: [{ actions: ['s3:PutObject'], resources: [`${copies.bucket.arn}/${SECOND_COPY_PREFIX}/*`] }],
    });
    this.publish('bucket', 'Where the second copies are.', copies.bucket.id);
    this.publish('role_arn', 'What the pod that copies asks for.', role.arn);
  }
}
