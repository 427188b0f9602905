import type { System } from '../system';
import { contracts } from './apps';
import { local, production } from './environments';
import { namespaces, SYSTEM, serviceAccounts } from './facts';
import { waivers } from './waivers';

export { contracts } from './apps';
export * from './facts';
export type { CloudSqlConfig, GcpConfig, GoogleCloudConfig, LaptopConfig, ReactiviteConfig } from './schema';

/** Dog-reactivity app: Streamlit front end, FastAPI API, MySQL, behind Traefik, with Vault and Prometheus/Grafana. */
export const reactivite = {
  name: SYSTEM,
  environments: { local, production },
  waivers,
  apps: [
    {
      folder: 'apps/reactivite/fastapi',
      contract: contracts.fastapi,
      workload: `Deployment/${namespaces.apps}/${serviceAccounts.fastapi.name}`,
    },
    {
      folder: 'apps/reactivite/streamlit',
      contract: contracts.streamlit,
      workload: `Deployment/${namespaces.apps}/streamlit`,
    },
  ],
} as const satisfies System;
