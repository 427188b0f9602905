import { DataGoogleStorageBucket } from '@cdktf/provider-google/lib/data-google-storage-bucket';
import { Construct } from 'constructs';

/** Makes sure, before anything is planned, that the bucket of the states is in one of the regions: a state holds data too. */
export class StateBucketIn extends Construct {
  constructor(scope: Construct, id: string, bucket: string, regions: readonly string[]) {
    super(scope, id);
    new DataGoogleStorageBucket(this, 'Resource', {
      name: bucket,
      lifecycle: {
        postcondition: [
          {
            condition: `\${contains(${JSON.stringify(regions)}, lower(self.location))}`,
            errorMessage: `The bucket ${bucket}, which has the states, is in none of ${regions.join(', ')}: make one there, and deploy with --migrate-state.`,
          },
        ],
      },
    });
  }
}
