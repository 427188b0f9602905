import { z } from 'zod';

const usual = ['a', 'b', 'c'] as const;

/**
 * Regions and the letters of their zones, as of November 2026. A newer one is added here.
 * https://cloud.google.com/compute/docs/regions-zones
 */
const zoneLetters = {
  'africa-south1': usual,
  'asia-east1': usual,
  'asia-east2': usual,
  'asia-northeast1': usual,
  'asia-northeast2': usual,
  'asia-northeast3': usual,
  'asia-south1': usual,
  'asia-south2': usual,
  'asia-southeast1': usual,
  'asia-southeast2': usual,
  'asia-southeast3': usual,
  'australia-southeast1': usual,
  'australia-southeast2': usual,
  'europe-central2': usual,
  'europe-north1': usual,
  'europe-north2': usual,
  'europe-southwest1': usual,
  'europe-west1': ['b', 'c', 'd'],
  'europe-west2': usual,
  'europe-west3': usual,
  'europe-west4': usual,
  'europe-west6': usual,
  'europe-west8': usual,
  'europe-west9': usual,
  'europe-west10': usual,
  'europe-west12': usual,
  'me-central1': usual,
  'me-central2': usual,
  'me-west1': usual,
  'northamerica-northeast1': usual,
  'northamerica-northeast2': usual,
  'northamerica-south1': usual,
  'southamerica-east1': usual,
  'southamerica-west1': usual,
  'us-central1': ['a', 'b', 'c', 'f'],
  'us-east1': ['b', 'c', 'd'],
  'us-east4': usual,
  'us-east5': usual,
  'us-south1': usual,
  'us-west1': usual,
  'us-west2': usual,
  'us-west3': usual,
  'us-west4': usual,
} as const satisfies Record<string, readonly string[]>;

const regions = Object.keys(zoneLetters);
const zones = Object.entries<readonly string[]>(zoneLetters).flatMap(([region, letters]) =>
  letters.map((letter) => `${region}-${letter}`),
);

export const gcpRegion = z.enum(
  regions,
  'a Google Cloud region of the list in config/google/regions.ts, e.g. europe-west1',
);

export const gcpZone = z.enum(
  zones,
  'a Google Cloud zone of the list in config/google/regions.ts, e.g. europe-west1-b',
);
