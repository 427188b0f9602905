import type { Target } from '../config/system';
import { Synthesis } from '../model/synthesis';

/** Which targets are made into which half; a half that is left out is not made. */
export interface Selection {
  /** Targets whose stacks and other files are wanted. */
  readonly terraform?: readonly Target[] | undefined;
  /** Targets whose charts are wanted. */
  readonly kubernetes?: readonly Target[] | undefined;
}

/**
 * Makes everything that is selected, in memory: the same selection gives the same bytes, and nothing else happens.
 * The CDKs are loaded only when their half is asked for: each costs a fifth of a second.
 */
export async function synthesize({ terraform, kubernetes }: Selection): Promise<Synthesis> {
  const infra = terraform && (await (await import('../infra/main')).buildInfra(terraform.filter(hasStacks)));
  const charts = kubernetes && (await (await import('../manifests/main')).buildManifests(kubernetes.filter(hasCharts)));
  return new Synthesis({ terraform: infra?.stacks ?? [], kubernetes: charts ?? [], files: [] }, infra?.index);
}

function hasStacks({ system, environment }: Target): boolean {
  return system.terraform.includes(environment);
}

function hasCharts({ system, environment }: Target): boolean {
  return system.kubernetes.includes(environment);
}
