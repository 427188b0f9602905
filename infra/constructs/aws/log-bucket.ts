import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import type { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import type { Construct } from 'constructs';
import { PrivateBucket } from './private-bucket';

export interface LogBucketProps {
  /** AWS completes it, because the names of buckets are unique in the world. At most 37 characters. */
  readonly namePrefix: string;
  readonly retentionDays: number;
  /** While false, Terraform refuses any plan that destroys it, and S3 refuses as long as there are logs in it. */
  readonly deleteWithContent: boolean;
}

/** Where load balancers of this account and region write their access logs; nobody reads it but the account. */
export class LogBucket extends PrivateBucket {
  /** Who writes to the bucket waits for it. */
  public readonly policy: S3BucketPolicy;

  constructor(scope: Construct, id: string, { namePrefix, retentionDays, deleteWithContent }: LogBucketProps) {
    super(scope, id, { bucket: { bucketPrefix: namePrefix }, expiryDays: retentionDays, deleteWithContent });
    const { accountId } = new DataAwsCallerIdentity(this, 'account');
    this.policy = this.letIn({
      sid: 'LoadBalancersWrite',
      // Holds for every region; the older ones, eu-west-3 too, used to need an account id of AWS's.
      principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
      actions: ['s3:PutObject'],
      resources: [`${this.bucket.arn}/AWSLogs/${accountId}/*`],
    });
  }
}
