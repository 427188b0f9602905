import type { System } from '../system';
import { SYSTEM } from './facts';
import { laptop } from './laptop'; // only laptop
import { onAws } from './on-aws'; // only aws
import { onCluster } from './on-cluster'; // only none
import { onGoogle } from './on-google'; // only gcp

export * from './facts';
export type { LaptopConfig } from './laptop'; // only laptop
export type { OnAwsConfig } from './on-aws'; // only aws
export type { OnGoogleConfig } from './on-google'; // only gcp
export type { NewSystemConfig } from './schema';

/** What it is for. */
export const newSystem = {
  name: SYSTEM,
  environments: {
    laptop: laptop, // each laptop
    gcp: onGoogle, // each gcp
    aws: onAws, // each aws
    none: onCluster, // each none
  },
  waivers: [],
} as const satisfies System;
