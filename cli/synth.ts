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
  try {
    const options = readOptions(args, process.env);
    if (options.help) {
      console.log(usage);
      return 0;
    }
    const unchecked = checkTypes();
    const report = await synth(options);
    console.log(redact(unchecked === undefined ? report : `${report}\n\n${unchecked}`, 'report'));
    return 0;
  } catch (error) {
    if (!(error instanceof InputError) && !isFileError(error)) throw error;
    // A value that was typed into the wrong place may be a password.
    console.error(redact(error.message, 'error'));
    return 1;
  }
}

/** @returns the summary to print */
export async function synth(options: Options): Promise<string> {
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
    const published = publish(halvesOf(options).map((half) => outputs[half]));
    const seconds = (performance.now() - started) / 1000;
    return summary({ options, synthesis, published, targets, warnings, seconds });
  });
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
