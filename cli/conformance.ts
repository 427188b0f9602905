import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { InputError } from '../config/system';
import { suggest } from '../config/validate';
import type { KubernetesObject } from '../model/objects';
import { synthesize } from '../synthesis/synthesize';
import { loadTargets } from '../synthesis/targets';
import { command as defined } from './command';
import { contentChecks } from './conformance/contents-checks';
import { kubernetesChecks } from './conformance/kubernetes';
import { terraformChecks } from './conformance/terraform';
import { type Check, isInstalled, type Workspace } from './conformance/tool';
import { readOptions, root } from './options';

export const checks: readonly Check[] = [...terraformChecks, ...kubernetesChecks, ...contentChecks];

/** How it went with one tool. */
interface Outcome {
  readonly check: Check;
  readonly state: 'passed' | 'skipped' | 'failed';
  /** Why it was skipped, or what it complained of. */
  readonly says: readonly string[];
  readonly seconds: number;
}

export const command = defined({
  about:
    'Asks the tools that others made about everything that a synth makes, in every environment. Nothing is applied anywhere.',
  options: {
    context: { takes: 'NAME', says: 'the cluster that kubectl asks; without it, none is asked' },
    only: { takes: 'TOOL,...', says: 'these tools, and no others' },
    require: { takes: 'TOOL,...', says: 'a failure if one of these is skipped; "all" means every one' },
    renew: { says: "writes anew what the repository keeps of providers' schemas, instead of comparing it" },
  },
  reports: true,
  run: async ({ context, only, require, renew = false }, say) => {
    const known = checks.map(({ tool }) => tool);
    const asked = toolsIn('--only', only, known);
    const required = require === 'all' ? known : toolsIn('--require', require, known);
    const scratch = mkdtempSync(path.join(tmpdir(), 'terrachart-conformance-'));
    try {
      const workspace = await prepare(scratch, context, renew);
      const outcomes: Outcome[] = [];
      for (const check of checks.filter(({ tool }) => asked.length === 0 || asked.includes(tool))) {
        const outcome = perform(check, workspace, required);
        outcomes.push(outcome);
        say(line(outcome));
      }
      return conclusion(outcomes, `${scratch}${path.sep}`);
    } finally {
      rmSync(scratch, { recursive: true });
    }
  },
});

/** @throws InputError for a tool that nothing asks */
function toolsIn(option: string, typed = '', known: readonly string[]): string[] {
  const named = typed.split(',').filter((name) => name !== '');
  const unknown = named.filter((name) => !known.includes(name));
  if (unknown.length === 0) return named;
  throw new InputError(
    'Unknown tool:',
    unknown.map((name) => ({ path: `${option} ${name}`, message: `no such tool${suggest(name, known)}` })),
  );
}

/** @param scratch what is left out of the names of files */
function conclusion(outcomes: readonly Outcome[], scratch: string) {
  const complaints = outcomes.filter(({ state }) => state === 'failed').flatMap(({ says }) => says);
  return {
    text: complaints.join('\n\n').replaceAll(scratch, ''),
    data: outcomes.map(({ check: { tool }, state, says, seconds }) => ({
      tool,
      state,
      says: says.map((text) => text.replaceAll(scratch, '')),
      seconds,
    })),
    failed: complaints.length > 0,
  };
}

/** Writes every environment beside the user's own output, which stays as it is. */
async function prepare(scratch: string, context: string | undefined, renew: boolean): Promise<Workspace> {
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
    renew,
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
