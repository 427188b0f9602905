import type { System } from '../system';
import { local } from './environments';
import { SYSTEM } from './facts';
import { rules } from './rules';
import { type FlaskMeshConfig, schema } from './schema';

export * from './facts';
export type { FlaskMeshConfig } from './schema';

/** Flask and PostgreSQL behind an Istio mesh, in full on a laptop. */
export const flaskMesh: System<FlaskMeshConfig> = {
  name: SYSTEM,
  schema,
  environments: { local },
  terraform: ['local'],
  kubernetes: ['local'],
  rules,
  waivers: [],
  placeholders: {},
};
