import type { System } from '../system';
import { contract } from './app';
import { local, production } from './environments';

import { APP_FOLDER, namespaces, SYSTEM } from './facts';

export { contract } from './app';
export type { AwsConfig, UbuntuRelease, ZoneKey } from './aws-schema';
export * from './facts';
export {
  allocatable,
  reserved,
  type Worker,
  workerCapacities,
  workers,
  zoneKeys,
} from './instances';
export type { F1VoteConfig, K3sConfig, LaptopConfig, OnAwsConfig } from './schema';

/** Real-time "driver of the day" vote, which lives through a burst on K3s of its own. */
export const f1Vote = {
  name: SYSTEM,
  environments: { local, production },
  waivers: [],
  apps: [
    {
      folder: APP_FOLDER,
      contract,
      workload: `Deployment/${namespaces.app}/f1-vote`,
      files: [`ConfigMap/${namespaces.app}/redis`],
    },
  ],
} as const satisfies System;
