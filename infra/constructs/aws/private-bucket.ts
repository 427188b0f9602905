import { S3Bucket, type S3BucketConfig } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { Construct } from 'constructs';
import { type DataClass, dataClassLabel } from '../../../config/labels';
import { policy, type Statement } from './policy';

export interface PrivateBucketProps {
  /** How it is called, and whether its objects are locked. */
  readonly bucket: Pick<S3BucketConfig, 'bucket' | 'bucketPrefix' | 'objectLockEnabled'>;
  /** How confidential its objects are; a tag says so. @default nobody asks */
  readonly dataClass?: DataClass;
  /** After which an object goes. */
  readonly expiryDays: number;
  /** While false, Terraform refuses any plan that destroys it, and S3 refuses as long as something is in it. */
  readonly deleteWithContent: boolean;
  /** Whether an object that is replaced or deleted stays until it expires, as it does where objects are locked. @default false */
  readonly keepsVersions?: boolean;
}

/** A bucket that is open to nobody but its account and whom a subclass lets in, and over TLS alone. */
export abstract class PrivateBucket extends Construct {
  public readonly bucket: S3Bucket;
  private readonly block: S3BucketPublicAccessBlock;

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    const { dataClass, expiryDays, deleteWithContent, keepsVersions = false } = props;
    this.bucket = new S3Bucket(this, 'Resource', {
      ...props.bucket,
      forceDestroy: deleteWithContent,
      lifecycle: { preventDestroy: !deleteWithContent },
    });
    // By override, because cdktf rewrites the keys of maps.
    if (dataClass) this.bucket.addOverride('tags', { [dataClassLabel]: dataClass });
    const bucket = this.bucket.id;
    this.block = new S3BucketPublicAccessBlock(this, 'private', {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, 'ownership', { bucket, rule: { objectOwnership: 'BucketOwnerEnforced' } });
    // S3's own keys: load balancers cannot write with any other, and a key that is deleted takes no copy with it.
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
          expiration: [{ days: expiryDays }],
          noncurrentVersionExpiration: keepsVersions ? [{ noncurrentDays: 1 }] : undefined,
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
        },
      ],
    });
  }

  /** The bucket's only policy: whom it lets in, beside that nothing goes in or out in plain text. */
  protected letIn(...statements: readonly Statement[]): S3BucketPolicy {
    const { arn, id } = this.bucket;
    const onlyTls: Statement = {
      sid: 'OnlyTls',
      effect: 'Deny',
      principal: '*',
      actions: ['s3:*'],
      resources: [arn, `${arn}/*`],
      condition: { Bool: { 'aws:SecureTransport': 'false' } },
    };
    return new S3BucketPolicy(this, 'policy', {
      bucket: id,
      policy: policy(...statements, onlyTls),
      // Both change what the bucket allows, and S3 refuses one while the other is going on.
      dependsOn: [this.block],
    });
  }
}
