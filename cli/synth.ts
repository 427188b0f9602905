import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { loadTargets, selectEnvironment, selectSystems } from '../config/load';
import { InputError, type Problem, type Target } from '../config/system';
import { check, expired } from '../policy/check';
import type { KubernetesObject, Output as PolicyOutput, TerraformJson } from '../policy/output';
import { redact } from '../policy/secrets/detect';
import { type Options, readOptions, root, usage } from './options';
import { type Half, summary } from './report';
import { type Output, Staging } from './staging';

/** Synthesizes the selected systems: all of it or nothing. @returns the exit code */
export async function main(args: readonly string[]): Promise<number> {
  try {
    const options = readOptions(args, process.env);
    console.log(options.help ? usage : redact(await synth(options), 'report'));
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
  const started = performance.now();
  const targets = selectSystems(loadTargets(options.config), options.systems);
  const charted = selectEnvironment(targets, options.environment, options.systems);
  const staging = new Staging(path.join(root, '.terrachart', 'staging'));
  try {
    const infra = options.infra ? await synthInfra(targets, staging.folderFor('infra'), options) : undefined;
    const manifests = options.manifests
      ? await synthManifests(charted, staging.folderFor('manifests'), options)
      : undefined;
    const halves = [infra, manifests].filter((half) => half !== undefined);
    const warnings = obeyPolicy({
      environment: options.environment,
      stacks: infra?.stacks ?? {},
      objects: manifests?.objects ?? [],
      expectations: manifests?.expectations ?? [],
    });
    const published = halves.map((half) => staging.publish(half));
    return summary({ options, halves, published, targets, warnings, seconds: (performance.now() - started) / 1000 });
  } finally {
    staging.remove();
  }
}

/**
 * @returns what the user should know, though it keeps nothing from being written
 * @throws InputError with every rule that the output breaks
 */
function obeyPolicy(output: PolicyOutput): Problem[] {
  const { findings, warnings, used } = check(output);
  if (findings.length > 0) {
    throw new InputError(
      'The output breaks rules; nothing was written:',
      findings.map(({ rule, object, detail }) => ({ path: object, message: `${detail} [${rule.id}] ${rule.mend}` })),
    );
  }
  const today = new Date().toISOString().slice(0, 10);
  return [
    ...warnings.map(({ rule, object, detail }) => ({ path: object, message: `${detail} [${rule.id}]` })),
    ...expired(today, used).map(({ rule, object, expires }) => ({
      path: object,
      message: `its waiver from ${rule} ended on ${expires}: look at it again`,
    })),
  ];
}

export interface Infra extends Half, Output {
  readonly stacks: Readonly<Record<string, TerraformJson>>;
}

export interface Manifests extends Half, Output {
  readonly objects: readonly KubernetesObject[];
}

/** The CDKs are loaded only when their half is asked for: each costs a fifth of a second. */
export async function synthInfra(targets: readonly Target[], staged: string, { infraOut }: Options): Promise<Infra> {
  const { buildInfra } = await import('../infra/main');
  (await buildInfra(targets, staged)).synth();
  const files = readdirSync(path.join(staged, 'stacks')).map((name) => {
    const file = `stacks/${name}/cdk.tf.json`;
    const text = readFileSync(path.join(staged, file), 'utf8');
    return { name, file, bytes: Buffer.byteLength(text), json: JSON.parse(text) as TerraformJson };
  });
  return {
    title: 'Terraform',
    rows: files.map(({ json, ...file }) => ({ ...file, objects: countBlocks(json) })),
    expectations: [],
    stacks: Object.fromEntries(files.map(({ name, json }) => [name, json])),
    staged,
    target: infraOut,
    isGenerated: isStackFile,
  };
}

export async function synthManifests(targets: readonly Target[], staged: string, options: Options): Promise<Manifests> {
  const { buildManifests, chartsOf, objectsOf, render } = await import('../manifests/main');
  const charts = chartsOf(await buildManifests(targets)).map((chart) => {
    const objects = objectsOf(chart);
    const [name, text] = [chart.node.id, render(objects)];
    const file = `${name}.k8s.yaml`;
    writeFileSync(path.join(staged, file), text);
    return { row: { name, file, objects: objects.length, bytes: Buffer.byteLength(text) }, objects, chart };
  });
  return {
    title: `Kubernetes (${options.environment})`,
    rows: charts.map(({ row }) => row),
    expectations: charts.flatMap(({ chart }) => chart.expectations),
    objects: charts.flatMap(({ objects }) => objects),
    staged,
    target: options.manifestsOut,
    isGenerated: isChartFile,
  };
}

function countBlocks({ resource = {}, data = {} }: TerraformJson): number {
  return [...Object.values(resource), ...Object.values(data)].flatMap((blocks) => Object.keys(blocks)).length;
}

const isStackFile = (file: string) => /^(stacks[\\/][^\\/]+[\\/]cdk\.tf\.json|manifest\.json|files[\\/].+)$/.test(file);
const isChartFile = (file: string) => file.endsWith('.k8s.yaml');

/** A full disk, a read-only folder: the user's to mend, so the message is enough. */
function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && 'syscall' in error;
}
