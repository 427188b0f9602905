import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { Construct } from 'constructs';
import { policy } from './policy';

export interface LogBucketProps {
  /** AWS completes it, because the names of buckets are unique in the world. At most 37 characters. */
  readonly namePrefix: string;
  readonly retentionDays: number;
  /** While false, Terraform refuses any plan that destroys it, and S3 refuses as long as there are logs in it. */
  readonly deleteWithContent: boolean;
}

/** Where load balancers of this account and region write their access logs; nobody reads it but the account. */
export class LogBucket extends Construct {
  public readonly bucket: S3Bucket;
  /** Who writes to the bucket waits for it. */
  public readonly policy: S3BucketPolicy;

  constructor(scope: Construct, id: string, { namePrefix, retentionDays, deleteWithContent }: LogBucketProps) {
    super(scope, id);
    this.bucket = new S3Bucket(this, 'Resource', {
      bucketPrefix: namePrefix,
      forceDestroy: deleteWithContent,
      lifecycle: { preventDestroy: !deleteWithContent },
    });
    const bucket = this.bucket.id;
    const block = new S3BucketPublicAccessBlock(this, 'private', {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, 'ownership', { bucket, rule: { objectOwnership: 'BucketOwnerEnforced' } });
    // S3's own keys: load balancers cannot write with any other.
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
    new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      bucket,
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }],
    });
    new S3BucketLifecycleConfiguration(this, 'expiry', {
      bucket,
      rule: [
        {
          id: 'expire',
          status: 'Enabled',
          filter: [{}],
          expiration: [{ days: retentionDays }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
        },
      ],
    });
    this.policy = new S3BucketPolicy(this, 'policy', {
      bucket,
      policy: this.whoMayWrite(),
      // Both change what the bucket allows, and S3 refuses one while the other is going on.
      dependsOn: [block],
    });
  }

  private whoMayWrite(): string {
    const { accountId } = new DataAwsCallerIdentity(this, 'account');
    const { arn } = this.bucket;
    return policy(
      {
        sid: 'LoadBalancersWrite',
        // Holds for every region; the older ones, eu-west-3 too, used to need an account id of AWS's.
        principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
        actions: ['s3:PutObject'],
        resources: [`${arn}/AWSLogs/${accountId}/*`],
      },
      {
        sid: 'OnlyTls',
        effect: 'Deny',
        principal: '*',
        actions: ['s3:*'],
        resources: [arn, `${arn}/*`],
        condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    );
  }
}
