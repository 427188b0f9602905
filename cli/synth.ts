import { createHash } from 'node:crypto';
import * as path from 'node:path';
import { selectEnvironment, selectSystems } from '../config/load';
import { InputError, type Problem, waiversOf } from '../config/system';
import type { Waiver } from '../config/waiver';
import type { View } from '../model/view';
import { check, expired } from '../policy/check';
import { redact } from '../policy/secrets/detect';
import { synthesize } from '../synthesis/synthesize';
import { loadTargets } from '../synthesis/targets';
import { today } from './calendar';
import { Held } from './held';
import { exclusively } from './lock';
import { type Options, readOptions, root, usage } from './options';
import { halvesOf, outputsOf } from './outputs';
import { summary } from './report';
import { type Output, type Published, Staging } from './staging';
import { checkTypes } from './types';

/** Ours alone: what runs keep from each other and leave to the next. */
const state = path.join(root, '.terrachart');

/** Synthesizes the selected systems: all of it or nothing. @returns the exit code */
export async function main(args: readonly string[]): Promise<number> {
  return telling(async () => {
    const options = readOptions(args, process.env);
    if (options.help) return usage;
    const unchecked = checkTypes();
    // Of what an app prints, cdk8s shows its errors only.
    const report = await synth(options, process.env.CDK8S_OUTDIR ? console.error : console.log);
    return unchecked === undefined ? report : `${report}\n\n${unchecked}`;
  });
}

/** Prints what the work returns, or what users can mend of what it throws. @returns the exit code */
export async function telling(work: () => Promise<string>): Promise<number> {
  try {
    const text = await work();
    if (text !== '') console.log(redact(text, 'report'));
    return 0;
  } catch (error) {
    if (!(error instanceof InputError) && !isFileError(error)) throw error;
    // A value that was typed into the wrong place may be a password.
    console.error(redact(error.message, 'error'));
    return 1;
  }
}

/**
 * @param say told at once if the charts of one environment took the place of another's @default nobody is
 * @returns the summary to print
 */
export async function synth(options: Options, say: (line: string) => void = () => {}): Promise<string> {
  return exclusively(lockOf(options), console.error, async () => {
    const started = performance.now();
    const targets = selectSystems(loadTargets(options.config, options.typedIn), options.systems);
    const charted = selectEnvironment(targets, options.environment, options.systems);
    const synthesis = await synthesize({
      terraform: options.infra ? targets : undefined,
      kubernetes: options.manifests ? charted : undefined,
    });
    const warnings = obeyPolicy(synthesis.view(options.environment), waiversOf(targets));
    const outputs = outputsOf(synthesis, options);
    const held = new Held(options.manifestsOut, state);
    const before = held.environments();
    const published = publish(halvesOf(options).map((half) => outputs[half]));
    if (options.manifests) {
      held.remember(options.environment);
      for (const line of replaced(before, options)) say(line);
    }
    const seconds = (performance.now() - started) / 1000;
    return summary({ options, synthesis, published, targets, warnings, seconds });
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

/**
 * @returns what the user should know, though it keeps nothing from being written
 * @throws InputError with every rule that the output breaks
 */
function obeyPolicy(view: View, waivers: readonly Waiver[]): Problem[] {
  const day = today();
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

/** A full disk, a read-only folder: the user's to mend, so the message is enough. */
function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && 'syscall' in error;
}
