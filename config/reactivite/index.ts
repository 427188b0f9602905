import type { System } from '../system';
import { local, production } from './environments';
import { SYSTEM } from './facts';
import { waivers } from './waivers';

export * from './facts';
export type { CloudSqlConfig, GcpConfig, GoogleCloudConfig, LaptopConfig, ReactiviteConfig } from './schema';

/** Dog-reactivity app: Streamlit front end, FastAPI API, MySQL, behind Traefik, with Vault and Prometheus/Grafana. */
export const reactivite = { name: SYSTEM, environments: { local, production }, waivers } as const satisfies System;
