import { type Half, residencyOf, type Target } from '../config/system';
import { Synthesis } from '../model/synthesis';
import { patch } from './patch';
import { plugs } from './systems';

/** Which targets are made into which half; a half that is left out is not made. */
export interface Selection {
  /** Targets whose stacks and other files are wanted. */
  readonly terraform?: readonly Target[] | undefined;
  /** Targets whose charts are wanted. */
  readonly kubernetes?: readonly Target[] | undefined;
}

/**
 * Makes everything that is selected, in memory: the same selection gives the same bytes, and nothing else happens.
 * The CDKs are loaded only when their half is asked for: each costs a fifth of a second. So are the systems.
 */
export async function synthesize({ terraform, kubernetes }: Selection): Promise<Synthesis> {
  const infra = terraform && (await import('../infra/main')).buildInfra(await builds(terraform, 'terraform'));
  const charts =
    kubernetes && (await import('../manifests/main')).buildManifests(await builds(kubernetes, 'kubernetes'));
  const made = { terraform: infra?.stacks ?? [], kubernetes: charts ?? [], files: infra?.files ?? [] };
  const { parts, patched } = patch(made, { terraform, kubernetes });
  return new Synthesis(parts, infra?.index, residencyOf([...(terraform ?? []), ...(kubernetes ?? [])]), patched);
}

/** Each target that has the half, with the module that builds it. */
async function builds<Of extends Half>(targets: readonly Target[], half: Of) {
  const found: { target: Target; module: ModuleOf<Of> }[] = [];
  for (const target of targets.filter(({ halves }) => halves.includes(half))) {
    const load = plugs.find(({ system }) => system === target.system)?.[half];
    if (!load) throw new Error(`${target.system.name} has nothing that builds its ${half} half`);
    found.push({ target, module: (await load()) as ModuleOf<Of> });
  }
  return found;
}

type ModuleOf<Of extends Half> = Awaited<ReturnType<NonNullable<(typeof plugs)[number][Of]>>>;
