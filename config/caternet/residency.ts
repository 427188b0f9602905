import { z } from 'zod';
import type { Residency } from '../system';

/** Where data may be: regions in Canada, by provider. https://cloud.google.com/about/locations, https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html */
export const canada = {
  google: { montreal: 'northamerica-northeast1', toronto: 'northamerica-northeast2' },
  aws: { montreal: 'ca-central-1', calgary: 'ca-west-1' },
} as const;

/** Provinces that servers of our own may stand in, by ISO 3166-2. */
export const provinces = ['CA-AB', 'CA-BC', 'CA-ON', 'CA-QC'] as const;

/** The tag by which a machine says in which of them its server stands. */
export function placeTag(province: (typeof provinces)[number]): string {
  return province.toLowerCase();
}

export const canadianRegion = z
  .enum(Object.values(canada.google))
  .describe('Montréal or Toronto: data stays in Canada.');

export const canadianAwsRegion = z
  .enum(Object.values(canada.aws))
  .describe('Montréal or Calgary: data stays in Canada.');

/** Whatever holds data is in Canada; a rule of `policy/` holds it over the whole output. */
export const residency: Residency = {
  place: 'Canada',
  regions: { google: Object.values(canada.google), aws: Object.values(canada.aws), proxmox: provinces.map(placeTag) },
  // https://cloud.google.com/resource-manager/docs/organization-policy/defining-locations
  locations: ['in:canada-locations'],
  elsewhere: {
    google_cloud_run_v2_worker_pool: 'A trap has no volume and reads nothing: what it catches is kept in Canada alone.',
  },
};
