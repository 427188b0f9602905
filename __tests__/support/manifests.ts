import type { Target } from '../../config/system';
import type { Expectation } from '../../model/expectations';
import { type KubernetesObject, nameOf } from '../../model/objects';
import { synthesize } from '../../synthesis/synthesize';
import { loadTargets } from '../../synthesis/targets';

/** What one synth of the charts makes, to look things up in. */
export interface Manifests {
  readonly objects: readonly KubernetesObject[];
  readonly expectations: readonly Expectation[];
  /** Text by file name, without its ending. */
  readonly files: Readonly<Record<string, string>>;
  /** The object of that name, as `nameOf` writes it; fails when there is none. */
  get(name: string): KubernetesObject;
}

/** The charts of the targets, from what they will be written as. */
export async function manifestsOf(targets: readonly Target[]): Promise<Manifests> {
  const { kubernetes } = (await synthesize({ kubernetes: targets })).parts;
  const objects = kubernetes.flatMap((chart) => chart.objects);
  const byName = new Map(objects.map((object) => [nameOf(object), object]));
  return {
    objects,
    expectations: kubernetes.flatMap(({ expectations }) => expectations),
    files: Object.fromEntries(kubernetes.map(({ name, text }) => [name, text])),
    get: (name) => {
      const found = byName.get(name);
      if (!found) throw new Error(`no ${name} among ${[...byName.keys()].join(', ')}`);
      return found;
    },
  };
}

/** The built-in record of a system in an environment, optionally changed. */
export function builtIn<Config extends object>(
  system: string,
  environment: string,
  change?: (config: Config) => Config,
): Target<Config> {
  const target = loadTargets().find((found) => found.system.name === system && found.environment === environment);
  if (!target) throw new Error(`no ${system} in ${environment}`);
  const config = target.config as Config;
  return { ...target, config: change ? change(structuredClone(config)) : config } as Target<Config>;
}
