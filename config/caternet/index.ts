import type { System } from '../system';
import { local, production, qa, staging, test } from './environments';
import { SYSTEM } from './facts';

export { contracts } from './apps';
export * from './facts';
export * from './kubernetes';
export * from './namespaces';
export type { CaternetConfig, LaptopConfig, OnAutopilotConfig, OnInternalClusterConfig } from './schema';

/** Three micro-services around a message bus, on GKE Autopilot in Canada, with every copy of the data there too. */
export const caternet = {
  name: SYSTEM,
  environments: { local, test, qa, staging, production },
  waivers: [],
} as const satisfies System;
