import type { System } from '../system';
import { local, production, qa, staging, test } from './environments';
import { SYSTEM } from './facts';
import { residency } from './residency';

export { contracts } from './apps';
export type { ServiceName } from './bus-schema';
export type { GcpConfig } from './cloud-schema';
export * from './facts';
export * as google from './google';
export * from './kubernetes';
export { messageSchema } from './messages';
export * from './namespaces';
export { canada, residency } from './residency';
export type { CaternetConfig, LaptopConfig, OnAutopilotConfig, OnInternalClusterConfig } from './schema';
export * from './second-copy';
export { trapPool, trapVariables } from './trap';

/** Three micro-services around a message bus, on GKE Autopilot in Canada, with every copy of the data there too. */
export const caternet = {
  name: SYSTEM,
  environments: { local, test, qa, staging, production },
  waivers: [],
  residency,
} as const satisfies System;
