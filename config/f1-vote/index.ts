import type { System } from '../system';
import { local, production } from './environments';
import { SYSTEM } from './facts';
import { rules } from './rules';
import { type F1VoteConfig, schema } from './schema';

export type { AwsConfig, ZoneKey } from './aws-schema';
export * from './facts';
export {
  allocatable,
  type Capacity,
  type InstanceType,
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
  placeholders: {
    production: ['app.image.repository', 'admin.allowedRanges', 'aws.bastion.admins.operator'],
  },
};
