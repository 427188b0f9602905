import type { System } from '../system';
import { local, production } from './environments';
import { SYSTEM } from './facts';
import { rules } from './rules';
import { type F1VoteConfig, schema } from './schema';

export type { AwsConfig, ZoneKey } from './aws-schema';
export * from './facts';
export {
  allocatable,
  reserved,
  type Worker,
  workerCapacities,
  workers,
  zoneKeys,
} from './instances';
export type { F1VoteConfig, K3sConfig } from './schema';

/** Real-time "driver of the day" vote, which lives through a burst on K3s of its own. */
export const f1Vote: System<F1VoteConfig> = {
  name: SYSTEM,
  schema,
  environments: { local, production },
  terraform: ['production'],
  kubernetes: ['local', 'production'],
  rules,
  waivers: [],
  placeholders: {
    production: [
      'ghcr.io/my-account/f1-vote',
      'ghcr.io/example/f1-vote',
      '4f2c1e9',
      'example-tfstate',
      'example/f1-vote',
      'arn:aws:acm:eu-west-3:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef',
    ],
  },
};
