import type { System, Target } from '../system';
import { contracts } from './apps';
import { type ServiceName, serviceNames } from './bus-schema';
import { local, production, qa, staging, test } from './environments';
import { SYSTEM } from './facts';
import { internal } from './internal';
import type { OnOwnMachinesConfig } from './internal-schema';
import { namespaceOf } from './namespaces';
import { residency } from './residency';
import type { OnAutopilotConfig } from './schema';

export { contracts } from './apps';
export type { ServiceName } from './bus-schema';
export type { GcpConfig } from './cloud-schema';
export * from './delivery';
export * from './facts';
export * as google from './google';
export * from './internal-facts';
export * from './internal-openings';
export type { MachineConfig, OnOwnMachinesConfig } from './internal-schema';
export * from './kubernetes';
export { messageSchema } from './messages';
export * from './namespaces';
export { canada, placeTag, residency } from './residency';
export type { CaternetConfig, LaptopConfig, OnAutopilotConfig, OnInternalClusterConfig } from './schema';
export * from './second-copy';
export { trapPool, trapVariables } from './trap';

const environments = { local, test, qa, staging, production, internal };

/** Where a service runs in the cluster. The traps of staging and production are on Cloud Run. */
function runsInCluster(service: ServiceName, environment: keyof typeof environments): boolean {
  const { halves, record } = environments[environment];
  return halves.some((half) => half === 'kubernetes') && (service !== 'mousetrap' || !('gcp' in record));
}

/** Three micro-services around a message bus, on GKE Autopilot in Canada, with every copy of the data there too. */
export const caternet = {
  name: SYSTEM,
  environments,
  waivers: [],
  residency,
  apps: serviceNames.map((name) => ({
    folder: `apps/${SYSTEM}/${name}`,
    contract: contracts[name],
    workload: (environment: string) =>
      runsInCluster(name, environment as keyof typeof environments)
        ? `Deployment/${namespaceOf(environment, 'apps')}/${name}`
        : undefined,
  })),
} as const satisfies System;

/** Of the environments that have Terraform, those on Google Cloud. */
export function isOnAutopilot(target: Target): target is Target<OnAutopilotConfig> {
  return 'gcp' in target.config;
}

/** That on machines of our own. */
export function isOnOwnMachines(target: Target): target is Target<OnOwnMachinesConfig> {
  return 'machines' in target.config;
}
