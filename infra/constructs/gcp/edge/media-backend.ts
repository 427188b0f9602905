import { ComputeBackendBucket } from '@cdktf/provider-google/lib/compute-backend-bucket';
import { Construct } from 'constructs';

export interface MediaBackendProps {
  readonly name: string;
  /** Name of the bucket, whose objects everybody may read. */
  readonly bucket: string;
}

/** A bucket behind Cloud CDN: what the objects' Cache-Control says, or an hour. */
export class MediaBackend extends Construct {
  public readonly backend: ComputeBackendBucket;

  constructor(scope: Construct, id: string, { name, bucket: bucketName }: MediaBackendProps) {
    super(scope, id);
    this.backend = new ComputeBackendBucket(this, 'Resource', {
      name,
      bucketName,
      enableCdn: true,
      cdnPolicy: { cacheMode: 'CACHE_ALL_STATIC', defaultTtl: 3600, clientTtl: 3600, maxTtl: 86400 },
    });
  }
}
