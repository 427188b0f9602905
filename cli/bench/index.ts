import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { InputError } from '../../config/system';
import { systems } from '../../synthesis/systems';
import { command as defined } from '../command';
import { root } from '../options';
import { ordinary, ordinaryFromRoots, precompiled } from './copies';
import { score } from './forecast/score';
import { type Command, type Cost, measure } from './processes';

export const command = defined({
  about: 'Measures whole processes side by side, growth, and where the time goes.',
  options: {
    runs: { takes: 'NUMBER', says: 'how often each is run (default: 5)' },
    quick: { says: 'leaves out the slow ones' },
    forecast: { says: 'says instead how well seeded changes are told by npm run diff' },
  },
  run: async ({ runs = '5', quick = false, forecast = false }, say) => {
    if (forecast) return { text: forecastTable() };
    if (!/^[1-9]\d*$/.test(runs)) {
      throw new InputError('How often?', [{ path: `--runs ${runs}`, message: 'expected a whole number, at least 1' }]);
    }
    const folder = mkdtempSync(path.join(tmpdir(), 'terrachart-bench-'));
    try {
      say(processTable(measure({ ...fast(folder), ...(quick ? {} : slow(folder)) }, Number(runs), folder)));
      say(`\n${phaseTable(Number(runs))}`);
      return { text: `\n${growthTable(quick ? [1, 10, 100] : [1, 10, 100, 1000])}` };
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
});

function forecastTable(): string {
  const { cases, effects, classes, precision, recall, harmless, quiet } = score();
  const row = (name: string, share: number) => `${name.padEnd(62)} ${(share * 100).toFixed(1).padStart(6)} %`;
  return [
    `${cases} seeded changes, ${harmless} ways of writing the same`,
    row('effects told right', effects),
    row('dangerous, of what was called so (precision)', precision),
    row('called so, of what is dangerous (recall)', recall),
    row('with the right kind of danger', classes),
    row('no change, of what is written otherwise', quiet),
  ].join('\n');
}

const OURS = 'npm run synth';
const FLOOR = 'the same, compiled beforehand';

function fast(folder: string): Record<string, Command> {
  const compiled = precompiled(path.join(folder, 'compiled'));
  const [first = ''] = systems.map(({ name }) => name);
  return {
    [FLOOR]: { cwd: compiled, program: process.execPath, args: ['cli/run.js', 'synth'] },
    [OURS]: { cwd: root, program: process.execPath, args: ['cli/run.js', 'synth'] },
    [`one system (${first})`]: {
      cwd: root,
      program: process.execPath,
      args: ['cli/run.js', 'synth', '--system', first],
    },
  };
}

function slow(folder: string): Record<string, Command[] | Command> {
  const both = (cwd: string): Command[] =>
    ['cdktf', 'cdk8s'].map((cli) => ({ cwd, program: path.join(root, 'node_modules', '.bin', cli), args: ['synth'] }));
  const kubectl = spawnSync('kubectl', ['version', '--client']).status === 0;
  return {
    'cdktf synth, cdk8s synth, with tsx': both(ordinary(path.join(folder, 'ordinary'))),
    'the same, providers from their roots': both(ordinaryFromRoots(path.join(folder, 'roots'))),
    ...(kubectl && { 'kubectl kustomize of dist/': { cwd: root, program: 'sh', args: ['-c', kustomize] } }),
  };
}

/** What rendering alone costs elsewhere: the finished objects, read and written once more. */
const kustomize = `d=$(mktemp -d) && cp dist/*.yaml "$d" && cd "$d" && printf 'resources:\\n' > kustomization.yaml &&
  for f in *.k8s.yaml; do printf -- '- %s\\n' "$f" >> kustomization.yaml; done && kubectl kustomize . && rm -r "$d"`;

function processTable(costs: Readonly<Record<string, Cost>>): string {
  const floor = costs[FLOOR]?.seconds ?? 1;
  const rows = Object.entries(costs).map(([name, { seconds, megabytes }]) =>
    [
      name.padEnd(38),
      `${seconds.toFixed(2)} s`.padStart(8),
      `${(seconds / floor).toFixed(2)}x`.padStart(7),
      megabytes ? `${megabytes.toFixed(0)} MB`.padStart(8) : '',
    ].join(' '),
  );
  return ['whole processes, cold: median, ratio to the floor, peak memory', ...rows].join('\n');
}

function child<Result>(program: string, ...args: string[]): Result {
  const script = `require('./cli/typescript'); require('./cli/bench/${program}').main(process.argv.slice(1))`;
  const output = execFileSync(process.execPath, ['-e', script, ...args], { cwd: root, encoding: 'utf8' });
  return JSON.parse(output) as Result;
}

function phaseTable(runs: number): string {
  const samples = Array.from({ length: runs }, () => child<Record<string, number>>('phases'));
  const middle = (phase: string): number =>
    samples.map((sample) => sample[phase] ?? 0).sort((a, b) => a - b)[Math.floor(runs / 2)] ?? 0;
  const rows = Object.keys(samples[0] ?? {}).map(
    (phase) => `${phase.padEnd(38)} ${middle(phase).toFixed(0).padStart(5)} ms`,
  );
  return ['where a cold synth spends its time: median', ...rows].join('\n');
}

function growthTable(sizes: readonly number[]): string {
  const rows = sizes.map((copies) => {
    const { milliseconds, megabytes } = child<{ milliseconds: number; megabytes: number }>('growth', String(copies));
    return `${String(copies).padStart(6)} copies ${(milliseconds / 1000).toFixed(2).padStart(7)} s ${(milliseconds / copies).toFixed(2).padStart(8)} ms each ${(megabytes / copies).toFixed(2).padStart(8)} MB each`;
  });
  return ['growth: one stack and three charts a copy', ...rows].join('\n');
}
