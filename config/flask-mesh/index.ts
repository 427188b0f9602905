import type { System } from '../system';
import { local } from './environments';
import { SYSTEM } from './facts';

export * from './facts';
export type { FlaskMeshConfig } from './schema';

/** Flask and PostgreSQL behind an Istio mesh, in full on a laptop. */
export const flaskMesh = { name: SYSTEM, environments: { local }, waivers: [] } as const satisfies System;
