import { z } from 'zod';
import { networkRange } from '../checks';
import * as google from '../google/values';
import { stateBucket } from '../state';
import { environment } from '../system';
import { images, reference } from '../versions';
import { everywhere } from './schema';

const gcp = z
  .strictObject({
    projectId: google.projectId,
    region: google.region,
    stateBucket: stateBucket(google.bucket, 'Bucket'),
    network: z.strictObject({
      range: networkRange({ widest: 8, narrowest: 29 }).describe('Addresses of its machines.'),
      deletionProtection: z.boolean().describe('While true, Terraform refuses to delete the network.'),
    }),
  })
  .describe('What Terraform creates on Google Cloud.');

const schema = z.strictObject({ ...everywhere, gcp });

export type OnGoogleConfig = z.infer<typeof schema>;

/** In a network of its own on Google Cloud. */
export const onGoogle = environment({
  schema,
  halves: ['terraform', 'kubernetes'],
  rules: [],
  placeholders: ['my-project'],
  record: {
    host: 'new-system.example.com',
    workloads: { web: { image: reference(images.nginx), replicas: 2 } },
    gcp: {
      projectId: 'my-project',
      region: 'europe-west1',
      network: { range: '10.20.0.0/20', deletionProtection: true },
    },
  },
});
