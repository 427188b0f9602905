import { z } from 'zod';
import * as aws from '../aws/values';
import { inRegion } from '../rules';
import { stateBucket } from '../state';
import { environment, type Rule } from '../system';
import { images, reference } from '../versions';
import { everywhere } from './schema';

const section = z
  .strictObject({
    region: aws.region,
    zone: aws.zone.describe('Availability zone of the subnet.'),
    stateBucket: stateBucket(aws.bucket, 'S3 bucket'),
    network: z.strictObject({
      range: aws.networkRange.describe('All addresses of the VPC.'),
      publicRange: aws.networkRange.describe('The subnet of what faces the internet; a part of `range`.'),
      deletionProtection: z.boolean().describe('While true, Terraform refuses to delete the network.'),
      flowLogDays: aws.logRetention.describe('How long flow logs are kept, in days.'),
    }),
  })
  .describe('What Terraform creates on AWS.');

const schema = z.strictObject({ ...everywhere, aws: section });

export type OnAwsConfig = z.infer<typeof schema>;

const rules: readonly Rule<OnAwsConfig>[] = [inRegion('aws.zone', 'aws.region')];

/** In a network of its own on AWS. */
export const onAws = environment({
  schema,
  halves: ['terraform', 'kubernetes'],
  rules,
  placeholders: [],
  record: {
    host: 'new-system.example.com',
    workloads: { web: { image: reference(images.nginx), replicas: 2 } },
    aws: {
      region: 'eu-west-3',
      zone: 'eu-west-3a',
      network: { range: '10.20.0.0/16', publicRange: '10.20.0.0/24', deletionProtection: true, flowLogDays: 30 },
    },
  },
});
