import { StorageBucket } from '@cdktf/provider-google/lib/storage-bucket';
import { StorageBucketIamMember } from '@cdktf/provider-google/lib/storage-bucket-iam-member';
import { Construct } from 'constructs';
import { PUBLIC_BUCKET } from '../../../config/google/public-bucket';

export interface PublicBucketProps {
  readonly name: string;
  readonly region: string;
  /** While true, Terraform refuses any plan that destroys the bucket. */
  readonly deletionProtection: boolean;
}

/** Days for which an object that was replaced or deleted can be had back. */
const OLD_DAYS = 30;

/** A bucket whose objects everybody may read who knows their names, and nobody may list. Its label says so in as many words. */
export class PublicBucket extends Construct {
  public readonly bucket: StorageBucket;

  constructor(scope: Construct, id: string, { name, region, deletionProtection }: PublicBucketProps) {
    super(scope, id);
    this.bucket = new StorageBucket(this, 'Resource', {
      name,
      location: region,
      labels: { [PUBLIC_BUCKET.label]: PUBLIC_BUCKET.value },
      uniformBucketLevelAccess: true,
      publicAccessPrevention: 'inherited',
      versioning: { enabled: true },
      lifecycleRule: [
        { action: { type: 'Delete' }, condition: { daysSinceNoncurrentTime: OLD_DAYS, withState: 'ARCHIVED' } },
      ],
      forceDestroy: !deletionProtection,
      lifecycle: { preventDestroy: deletionProtection },
    });
    new StorageBucketIamMember(this, 'readers', {
      bucket: this.bucket.name,
      role: PUBLIC_BUCKET.role,
      member: 'allUsers',
    });
  }
}
