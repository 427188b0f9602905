import { StorageBucket } from '@cdktf/provider-google/lib/storage-bucket';
import { StorageBucketIamMember } from '@cdktf/provider-google/lib/storage-bucket-iam-member';
import { Construct } from 'constructs';
import { type DataClass, dataClassLabel } from '../../../config/labels';
import type { UsableKey } from './key-ring';

const DAY = 24 * 60 * 60;

/**
 * What becomes of an object that somebody replaces or deletes: it is not let happen for so many days (which may be locked,
 * and then nobody can ever shorten it), or it can be had back for so many days. A bucket does one or the other.
 * https://cloud.google.com/storage/docs/bucket-lock
 */
export type Keeping =
  | { readonly kind: 'refused'; readonly days: number; readonly locked: boolean }
  | { readonly kind: 'undone'; readonly days: number };

export interface PrivateBucketProps {
  readonly name: string;
  readonly region: string;
  /** Encrypts it; in the same region. */
  readonly key: UsableKey;
  readonly keeps: Keeping;
  /** After which an object goes. @default it stays until somebody deletes it */
  readonly expiryDays?: number;
  /** How confidential its objects are; a label says so. */
  readonly dataClass: DataClass;
  /** While true, Terraform refuses any plan that destroys the bucket. */
  readonly deletionProtection: boolean;
}

/** A bucket that nobody reaches but whom it names. */
export class PrivateBucket extends Construct {
  public readonly bucket: StorageBucket;

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    const { name, region, key, keeps, expiryDays, dataClass, deletionProtection } = props;
    const expires = { action: { type: 'Delete' }, condition: { age: expiryDays, withState: 'LIVE' } };
    const oldVersions = {
      action: { type: 'Delete' },
      condition: { daysSinceNoncurrentTime: keeps.days, withState: 'ARCHIVED' },
    };
    this.bucket = new StorageBucket(this, 'Resource', {
      name,
      location: region,
      uniformBucketLevelAccess: true,
      publicAccessPrevention: 'enforced',
      encryption: { defaultKmsKeyName: key.id },
      versioning: keeps.kind === 'undone' ? { enabled: true } : undefined,
      retentionPolicy:
        keeps.kind === 'refused' ? { retentionPeriod: keeps.days * DAY, isLocked: keeps.locked } : undefined,
      lifecycleRule: [
        ...(expiryDays === undefined ? [] : [expires]),
        ...(keeps.kind === 'undone' ? [oldVersions] : []),
      ],
      forceDestroy: !deletionProtection,
      dependsOn: [...key.usable],
      lifecycle: { preventDestroy: deletionProtection },
    });
    // By override, because cdktf rewrites the keys of maps.
    this.bucket.addOverride('labels', { [dataClassLabel]: dataClass });
  }

  public grant(id: string, role: string, member: string): void {
    new StorageBucketIamMember(this, id, { bucket: this.bucket.name, role, member });
  }
}
