import { z } from 'zod';

/** Where data may be: regions in Canada, by provider. https://cloud.google.com/about/locations, https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html */
export const canada = {
  google: ['northamerica-northeast1', 'northamerica-northeast2'],
  aws: ['ca-central-1', 'ca-west-1'],
} as const;

export const canadianRegion = z.enum(canada.google).describe('Montréal or Toronto: data stays in Canada.');

export const canadianAwsRegion = z.enum(canada.aws).describe('Montréal or Calgary: data stays in Canada.');
