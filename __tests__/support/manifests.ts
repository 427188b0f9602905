import type { Target } from '../../config/system';
import type { Expectation } from '../../model/expectations';
import { type KubernetesObject, nameOf } from '../../model/objects';
import type { ChartPart } from '../../model/synthesis';
import { synthesize } from '../../synthesis/synthesize';

/** What one synth of the charts makes, to look things up in. */
export interface Manifests {
  readonly objects: readonly KubernetesObject[];
  readonly expectations: readonly Expectation[];
  /** Text by file name, without its ending. */
  readonly files: Readonly<Record<string, string>>;
  /** The object of that name, as `nameOf` writes it; fails when there is none. */
  get(name: string): KubernetesObject;
}

/** The charts of the targets, made now: for records that a test changes. */
export async function manifestsOf(targets: readonly Target[]): Promise<Manifests> {
  return manifestsIn((await synthesize({ kubernetes: targets })).parts.kubernetes);
}

export function manifestsIn(charts: readonly ChartPart[]): Manifests {
  const objects = charts.flatMap((chart) => chart.objects);
  const byName = new Map(objects.map((object) => [nameOf(object), object]));
  return {
    objects,
    expectations: charts.flatMap(({ expectations }) => expectations),
    files: Object.fromEntries(charts.map(({ name, text }) => [name, text])),
    get: (name) => {
      const found = byName.get(name);
      if (!found) throw new Error(`no ${name} among ${[...byName.keys()].join(', ')}`);
      return found;
    },
  };
}
