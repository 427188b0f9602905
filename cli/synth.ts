import { createHash } from 'node:crypto';
import * as path from 'node:path';
import { selectEnvironment, selectSystems } from '../config/load';
import { InputError, type Problem, waiversOf } from '../config/system';
import { suggest } from '../config/validate';
import type { Waiver } from '../config/waiver';
import type { Synthesis } from '../model/synthesis';
import type { View } from '../model/view';
import { check, expired } from '../policy/check';
import { rules } from '../policy/rules';
import { synthesize } from '../synthesis/synthesize';
import { loadTargets } from '../synthesis/targets';
import { today } from './calendar';
import { command as defined } from './command';
import { Held } from './held';
import { exclusively } from './lock';
import { type Options, optionsOf, root, selection } from './options';
import { halvesOf, outputsOf } from './outputs';
import { perform } from './print';
import { facts, type Run, summary } from './report';
import { type Output, type Published, Staging } from './staging';
import { checkTypes } from './types';

/** Ours alone: what runs keep from each other and leave to the next. */
const state = path.join(root, '.terrachart');

export const command = defined({
  about: 'Synthesizes Terraform JSON into cdktf.out/ and Kubernetes YAML into dist/: all of it or nothing.',
  options: selection,
  reports: true,
  run: async (values, say) => {
    const options = optionsOf(values, process.env);
    const unchecked = checkTypes();
    const run = await synthRun(options, say);
    const notes = unchecked === undefined ? [] : [unchecked];
    return { text: [summary(run), ...notes].join('\n\n'), data: { ...facts(run), notes } };
  },
});

/** Synthesizes the selected systems. @returns the exit code */
export async function main(args: readonly string[]): Promise<number> {
  return perform('synth', command, args);
}

/** @returns the summary to print */
export async function synth(options: Options, say?: (line: string) => void): Promise<string> {
  return summary(await synthRun(options, say));
}

/**
 * @param say told at once if the charts of one environment took the place of another's @default nobody is
 */
async function synthRun(options: Options, say: (line: string) => void = () => {}): Promise<Run> {
  return exclusively(lockOf(options), console.error, async () => {
    const started = performance.now();
    const targets = selectSystems(loadTargets(options.config, options.typedIn, options.set), options.systems);
    const charted = selectEnvironment(targets, options.environment, options.systems);
    const synthesis = await synthesize({
      terraform: options.infra ? targets : undefined,
      kubernetes: options.manifests ? charted : undefined,
    });
    const warnings = readable(synthesis, () => obeyPolicy(synthesis.view(options.environment), waiversOf(targets)));
    const outputs = outputsOf(synthesis, options);
    const held = new Held(options.manifestsOut, state);
    const before = held.environments();
    const published = publish(halvesOf(options).map((half) => outputs[half]));
    if (options.manifests) {
      held.remember(options.environment);
      for (const line of replaced(before, options)) say(line);
    }
    const seconds = (performance.now() - started) / 1000;
    return { options, synthesis, published, targets, warnings, seconds };
  });
}

/** Whoever applies dist/ out of habit must know. */
function replaced(before: readonly string[], { environment, manifestsOut }: Options): string[] {
  const others = before.filter((name) => name !== environment);
  if (others.length === 0) return [];
  const folder = `${path.relative(root, manifestsOut) || '.'}/`;
  return [
    `${folder} holds ${environment} now, and no longer ${others.join(' and ')}: --env or TERRACHART_ENV decides.`,
  ];
}

/** Runs wait for each other only if they write to the same folders. */
function lockOf({ infraOut, manifestsOut }: Options): string {
  const folders = createHash('sha256').update(`${infraOut}\0${manifestsOut}`).digest('hex').slice(0, 8);
  return path.join(state, `synth-${folders}.lock`);
}

/** All of the outputs or none. */
function publish(outputs: readonly Output[]): Published[] {
  const staging = new Staging(path.join(state, 'staging'));
  try {
    return staging.publish(outputs);
  } finally {
    staging.remove();
  }
}

/** A waiver from a rule that is called otherwise would excuse nothing, and nobody would know why. */
function refuseUnknownRules(waivers: readonly Waiver[]): void {
  const known = rules.map(({ id }) => id);
  const unknown = waivers.filter(({ rule }) => !known.includes(rule));
  if (unknown.length === 0) return;
  throw new InputError(
    'Waivers from rules that do not exist:',
    unknown.map(({ rule, object }) => ({ path: object, message: `${rule}: no such rule${suggest(rule, known)}` })),
  );
}

/** Whoever patches may make what is no object of its kind any more; that is not for us to mend. */
function readable<Found>({ patched }: Synthesis, look: () => Found): Found {
  try {
    return look();
  } catch (error) {
    if (error instanceof InputError || patched.length === 0) throw error;
    const path = [...new Set(patched.map(({ target }) => target))].join(', ');
    throw new InputError('Not valid since it was patched; nothing was written:', [
      { path, message: (error as Error).message },
    ]);
  }
}

/**
 * @returns what the user should know, though it keeps nothing from being written
 * @throws InputError with every rule that the output breaks
 */
function obeyPolicy(view: View, waivers: readonly Waiver[]): Problem[] {
  const day = today();
  refuseUnknownRules(waivers);
  const { findings, warnings, excused } = check(view, { waivers, today: day });
  if (findings.length > 0) {
    throw new InputError(
      'The output breaks rules; nothing was written:',
      findings.map(({ rule, object, detail }) => ({ path: object, message: `${detail} [${rule.id}] ${rule.mend}` })),
    );
  }
  return [
    ...warnings.map(({ rule, object, detail }) => ({ path: object, message: `${detail} [${rule.id}]` })),
    ...expired(day, [...new Set(excused.map(({ waiver }) => waiver))]).map(({ rule, object, expires }) => ({
      path: object,
      message: `its waiver from ${rule} ended on ${expires}: look at it again`,
    })),
  ];
}
