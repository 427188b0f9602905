import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { parseAllDocuments } from 'yaml';
import type { KubernetesObject } from '../model/objects';
import { synthesize } from '../synthesis/synthesize';
import { loadTargets } from '../synthesis/targets';
import { contentChecks } from './conformance/contents-checks';
import { kubernetesChecks } from './conformance/kubernetes';
import { terraformChecks } from './conformance/terraform';
import { type Check, isInstalled, type Workspace } from './conformance/tool';
import { readOptions, root } from './options';

const usage = `Usage: npm run conformance -- [options]

Asks the tools that others made about everything that a synth makes, in every environment. Nothing is applied anywhere.

  --context NAME     the cluster that kubectl asks; without it, none is asked
  --only TOOL,...    these tools, and no others
  --require TOOL,... a failure if one of these is skipped; "all" means every one
  --help             this text`;

export const checks: readonly Check[] = [...terraformChecks, ...kubernetesChecks, ...contentChecks];

/** How it went with one tool. */
interface Outcome {
  readonly check: Check;
  readonly state: 'passed' | 'skipped' | 'failed';
  /** Why it was skipped, or what it complained of. */
  readonly says: readonly string[];
  readonly seconds: number;
}

/** @returns 1 if a tool complains, or if one that is required was skipped */
export async function main(args: readonly string[]): Promise<number> {
  const options = read(args);
  if (options === undefined) return 1;
  if (options.help) {
    console.log(usage);
    return 0;
  }
  const scratch = mkdtempSync(path.join(tmpdir(), 'terrachart-conformance-'));
  try {
    const workspace = await prepare(scratch, options.context);
    const outcomes: Outcome[] = [];
    for (const check of checks.filter(({ tool }) => options.only.length === 0 || options.only.includes(tool))) {
      const outcome = perform(check, workspace, options.required);
      outcomes.push(outcome);
      console.log(line(outcome));
    }
    const complaints = outcomes.filter(({ state }) => state === 'failed').flatMap(({ says }) => says);
    if (complaints.length === 0) return 0;
    console.error(`\n${complaints.join('\n\n').replaceAll(`${scratch}${path.sep}`, '')}`);
    return 1;
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function read(args: readonly string[]) {
  const list = (text = '') => text.split(',').filter((name) => name !== '');
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean' },
        context: { type: 'string' },
        only: { type: 'string' },
        require: { type: 'string' },
      },
    });
    const known = checks.map(({ tool }) => tool);
    const [only, required] = [list(values.only), values.require === 'all' ? known : list(values.require)];
    const unknown = [...only, ...required].filter((name) => !known.includes(name));
    if (unknown.length > 0) throw new Error(`No such tool: ${unknown.join(', ')}; known: ${known.join(', ')}`);
    return { help: values.help ?? false, context: values.context, only, required };
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`);
    return undefined;
  }
}

/** Writes every environment beside the user's own output, which stays as it is. */
async function prepare(scratch: string, context: string | undefined): Promise<Workspace> {
  const { config, typedIn } = readOptions([], process.env);
  const targets = loadTargets(config, typedIn);
  const { parts } = await synthesize({ terraform: targets, kubernetes: targets });
  const charts = (environment: string) => path.join(scratch, 'charts', environment);
  const infraOut = path.join(scratch, 'cdktf.out');
  for (const stack of parts.terraform) write(path.join(infraOut, stack.path), stack.text);
  for (const file of parts.files) write(path.join(infraOut, 'files', file.path), file.text);
  for (const chart of parts.kubernetes) write(path.join(charts(chart.environment), chart.path), chart.text);
  return {
    root,
    scratch,
    context,
    environments: [...new Set(parts.kubernetes.map(({ environment }) => environment))],
    charts,
    stacks: path.join(infraOut, 'stacks'),
    files: execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
      cwd: root,
      encoding: 'utf8',
    })
      .trim()
      .split('\n'),
    objects: (environment) =>
      readdirSync(charts(environment)).flatMap((file) =>
        parseAllDocuments(readFileSync(path.join(charts(environment), file), 'utf8')).map(
          (document) => document.toJS() as KubernetesObject,
        ),
      ),
  };
}

function write(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function perform(check: Check, workspace: Workspace, required: readonly string[]): Outcome {
  const started = performance.now();
  const lack = isInstalled(check.tool) ? check.lacks?.(workspace) : `${check.tool} on PATH: ${check.install}`;
  if (lack !== undefined) {
    const state = required.includes(check.tool) ? 'failed' : 'skipped';
    return { check, state, says: [`${check.tool} lacks ${lack}`], seconds: 0 };
  }
  const says = check.run(workspace);
  const seconds = (performance.now() - started) / 1000;
  return { check, state: says.length > 0 ? 'failed' : 'passed', says, seconds };
}

function line({ check: { tool, looksAt }, state, says, seconds }: Outcome): string {
  const [why = ''] = says;
  const end = state === 'skipped' ? why : `${looksAt} (${seconds.toFixed(1)} s)`;
  return `${state.padEnd(8)} ${tool.padEnd(12)}  ${end}`;
}
