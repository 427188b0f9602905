import { caternet } from '../config/caternet';
import { f1Vote } from '../config/f1-vote';
import { flaskMesh } from '../config/flask-mesh';
import { reactivite } from '../config/reactivite';
import type { ConfigOf, System } from '../config/system';
import { twittix } from '../config/twittix';
import type { StackModule } from '../infra/main';
import type { ChartModule } from '../manifests/main';
import type { IncidentModule } from '../model/incident';

/** A system with the modules that build its halves, which are loaded when somebody asks for them. */
export interface Plug {
  readonly system: System;
  readonly terraform?: () => Promise<StackModule>;
  readonly kubernetes?: () => Promise<ChartModule>;
  /** What is done in an incident. */
  readonly incident?: () => Promise<IncidentModule>;
}

/** The systems that exist. An entry here, its folders, its tests and its pages: that is a system. */
export const plugs: readonly Plug[] = [
  plug(reactivite, {
    terraform: () => import('../infra/systems/reactivite'),
    kubernetes: () => import('../manifests/systems/reactivite'),
  }),
  plug(f1Vote, {
    terraform: () => import('../infra/systems/f1-vote'),
    kubernetes: () => import('../manifests/systems/f1-vote'),
  }),
  plug(flaskMesh, {
    terraform: () => import('../infra/systems/flask-mesh'),
    kubernetes: () => import('../manifests/systems/flask-mesh'),
  }),
  plug(twittix, { terraform: () => import('../infra/systems/twittix') }),
  plug(caternet, {
    terraform: () => import('../infra/systems/caternet'),
    kubernetes: () => import('../manifests/systems/caternet'),
    incident: () => import('../infra/systems/caternet/incident'),
  }),
];

export const systems: readonly System[] = plugs.map(({ system }) => system);

/** Each module takes the records of the environments that have its half, and no others: the compiler holds that. */
export function plug<Of extends System>(
  system: Of,
  modules: {
    readonly terraform?: () => Promise<StackModule<ConfigOf<Of, 'terraform'>>>;
    readonly kubernetes?: () => Promise<ChartModule<ConfigOf<Of, 'kubernetes'>>>;
    // Asked about environments that reach a cloud, which no type tells from the others.
    readonly incident?: () => Promise<IncidentModule<never>>;
  },
): Plug {
  // What a module is handed later comes from this system's own schemas.
  return { system, ...modules } as Plug;
}
