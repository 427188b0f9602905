import { z } from 'zod';

/**
 * Regions of the partition `aws`, as of November 2026; a newer one is added here.
 * https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
 */
const regions = [
  'af-south-1',
  'ap-east-1',
  'ap-east-2',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-south-2',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ap-southeast-5',
  'ap-southeast-6',
  'ap-southeast-7',
  'ca-central-1',
  'ca-west-1',
  'eu-central-1',
  'eu-central-2',
  'eu-north-1',
  'eu-south-1',
  'eu-south-2',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'il-central-1',
  'me-central-1',
  'me-south-1',
  'mx-central-1',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
];

export const awsRegion = z.enum(regions, 'an AWS region of the list in config/aws/regions.ts, e.g. eu-west-3');

/** The letters of a region's zones differ from account to account. */
export const awsZone = z
  .string()
  .regex(/^[a-z]{2}(-[a-z]+)+-[0-9][a-f]$/, { error: 'an availability zone, e.g. eu-west-3a', abort: true })
  .refine((zone) => regions.includes(zone.slice(0, -1)), 'an availability zone of a region in config/aws/regions.ts');
