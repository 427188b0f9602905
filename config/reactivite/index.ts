import type { System } from '../system';
import { local, production } from './environments';
import { SYSTEM } from './facts';
import { rules } from './rules';
import { type ReactiviteConfig, schema } from './schema';
import { waivers } from './waivers';

export * from './facts';
export type { CloudSqlConfig, GcpConfig, ReactiviteConfig } from './schema';

/** Dog-reactivity app: Streamlit front end, FastAPI API, MySQL, behind Traefik, with Vault and Prometheus/Grafana. */
export const reactivite: System<ReactiviteConfig> = {
  name: SYSTEM,
  schema,
  environments: { local, production },
  terraform: ['production'],
  kubernetes: ['local', 'production'],
  rules,
  waivers,
  placeholders: {
    production: [
      'my-project',
      'streamlit.monapp.com',
      'fastapi.monapp.com',
      'ops@monapp.com',
      'example-project',
      'example-project-tfstate',
    ],
  },
};
