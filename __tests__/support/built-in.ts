import { readFileSync } from 'node:fs';
import { residencyOf, type Target } from '../../config/system';
import { type Part, type Parts, Synthesis } from '../../model/synthesis';
import { loadTargets } from '../../synthesis/targets';
import { type Manifests, manifestsIn } from './manifests';
import { type Synthesized, stacksIn } from './terraform';

/** What was made before the tests began, or how that failed. */
type Made = { readonly parts: Parts; readonly index: string } | { readonly failure: string };

let synthesis: Synthesis | undefined;

/** What the built-in records of every environment make, as plain data: no CDK is loaded for it. */
export function builtInSynthesis(): Synthesis {
  if (synthesis) return synthesis;
  const made: Made = JSON.parse(readFileSync(process.env.TERRACHART_TESTS_SYNTHESIS ?? '', 'utf8'));
  if ('failure' in made) throw new Error(`The built-in records make nothing: ${made.failure}`);
  synthesis = new Synthesis(made.parts, made.index, residencyOf(loadTargets()));
  return synthesis;
}

/** The environments of which there are charts: of one system, or of any. */
export function chartedEnvironments(system?: string): readonly string[] {
  const charted = loadTargets().filter((target) => target.halves.includes('kubernetes'));
  return [...new Set(charted.flatMap((target) => (isOf(target.system.name, system) ? target.environment : [])))];
}

/** The charts of an environment: of one system, or of all as `dist/` holds them. */
export function builtInManifests(environment: string, system?: string): Manifests {
  const { kubernetes } = builtInSynthesis().parts;
  return manifestsIn(kubernetes.filter((chart) => chart.environment === environment && isOf(chart.system, system)));
}

/** The stacks of one system, or of all; of one environment, or of every one. */
export function builtInStacks(system?: string, environment?: string): Synthesized {
  const { parts, index } = builtInSynthesis();
  return stacksIn(
    parts.terraform.filter((stack) => isOf(stack.system, system) && isOf(stack.environment, environment)),
    index,
  );
}

/** What is neither a stack nor a chart: of one system, or of all; of one environment, or of every one. */
export function builtInFiles(system?: string, environment?: string): readonly Part[] {
  const { files } = builtInSynthesis().parts;
  return files.filter((file) => isOf(file.system, system) && isOf(file.environment, environment));
}

const isOf = (of: string, wanted = of) => of === wanted;

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
