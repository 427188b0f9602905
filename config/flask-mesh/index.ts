import type { System } from '../system';
import { contract } from './app';
import { local } from './environments';
import { APP_FOLDER, names, namespaces, SYSTEM } from './facts';

export { contract } from './app';
export * from './facts';
export type { FlaskMeshConfig } from './schema';

/** Flask and PostgreSQL behind an Istio mesh, in full on a laptop. */
export const flaskMesh = {
  name: SYSTEM,
  environments: { local },
  waivers: [],
  apps: [{ folder: APP_FOLDER, contract, workload: `Deployment/${namespaces.app}/${names.flask}` }],
} as const satisfies System;
