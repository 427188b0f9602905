import { S3BucketObjectLockConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import type { Construct } from 'constructs';
import type { DataClass } from '../../../config/labels';
import { PrivateBucket } from './private-bucket';

export interface LockedBucketProps {
  readonly name: string;
  /** How confidential its objects are; a tag says so. */
  readonly dataClass: DataClass;
  /** For so long nobody deletes or replaces what has been put into it. */
  readonly retentionDays: number;
  /** GOVERNANCE: who has the right may still delete. COMPLIANCE: nobody, the owner of the account neither. */
  readonly mode: 'GOVERNANCE' | 'COMPLIANCE';
  /** While true, Terraform refuses any plan that destroys it. */
  readonly deletionProtection: boolean;
}

/** A bucket that keeps what it gets, by Object Lock; https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html */
export class LockedBucket extends PrivateBucket {
  constructor(scope: Construct, id: string, props: LockedBucketProps) {
    const { name, dataClass, retentionDays, mode, deletionProtection } = props;
    super(scope, id, {
      bucket: { bucket: name, objectLockEnabled: true },
      dataClass,
      // S3 waits with what is still locked.
      expiryDays: retentionDays + 1,
      keepsVersions: true,
      deleteWithContent: !deletionProtection,
    });
    const bucket = this.bucket.id;
    const versions = new S3BucketVersioningA(this, 'versions', {
      bucket,
      versioningConfiguration: { status: 'Enabled' },
    });
    new S3BucketObjectLockConfigurationA(this, 'lock', {
      bucket,
      rule: { defaultRetention: { mode, days: retentionDays } },
      dependsOn: [versions],
    });
    this.letIn();
  }
}
