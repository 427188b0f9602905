import type { System } from '../system';
import { preprod, production } from './environments';
import { SYSTEM } from './facts';
import { waivers } from './waivers';

export * from './cloud-run';
export * from './delivery';
export * from './facts';
export * from './google';
export * from './grants';
export * from './hosts';
export type {
  GcpConfig,
  HostConfig,
  OnGoogleCloudConfig,
  OnSwarmConfig,
  ProxmoxConfig,
  Service,
  Services,
} from './schema';
export * from './swarm';

/** Micro-services on Cloud Run, with a pre-production on machines of one's own; both from one map of services. */
export const twittix = {
  name: SYSTEM,
  environments: { production, preprod },
  waivers,
} as const satisfies System;
