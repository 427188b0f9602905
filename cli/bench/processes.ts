import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import * as path from 'node:path';

/** What one command costs, as the median of several whole processes. */
export interface Cost {
  readonly seconds: number;
  /** Largest resident set of the node process itself, in MB; not known of other programs. */
  readonly megabytes?: number;
}

export interface Command {
  readonly cwd: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the commands in turns, so that whatever else the machine does hits all of them alike.
 * @param folder scratch space
 */
export function measure<Name extends string>(
  commands: Readonly<Record<Name, Command | readonly Command[]>>,
  runs: number,
  folder: string,
): Record<Name, Cost> {
  const reporter = path.join(folder, 'report-memory.js');
  writeFileSync(reporter, "process.on('exit', () => console.error(`rss ${process.resourceUsage().maxRSS}`));\n");
  const names = Object.keys(commands) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, Cost[]>;
  // The first turn fills caches of the disk and of the compiler, and does not count.
  for (let run = 0; run <= runs; run += 1) {
    for (const name of names) {
      const parts = [commands[name]].flat() as Command[];
      const costs = parts.map((command) => once(command, reporter));
      if (run > 0) samples[name].push(total(costs));
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(samples[name])])) as Record<Name, Cost>;
}

function once({ cwd, program, args, env }: Command, reporter: string): Cost {
  const node = program === process.execPath;
  const started = performance.now();
  const output = execFileSync(
    'sh',
    ['-c', '"$@" 2>&1 >/dev/null', '--', program, ...(node ? ['--require', reporter] : []), ...args],
    {
      cwd,
      env: { ...process.env, CHECKPOINT_DISABLE: '1', CDK8S_CHECK_UPGRADE: 'false', ...env },
      encoding: 'utf8',
    },
  );
  const seconds = (performance.now() - started) / 1000;
  const [, kilobytes] = /rss (\d+)/.exec(output) ?? [];
  return { seconds, ...(kilobytes && { megabytes: Number(kilobytes) / 1024 }) };
}

function total(costs: readonly Cost[]): Cost {
  const megabytes = Math.max(...costs.map((cost) => cost.megabytes ?? 0));
  return { seconds: costs.reduce((sum, { seconds }) => sum + seconds, 0), ...(megabytes > 0 && { megabytes }) };
}

function median(costs: readonly Cost[]): Cost {
  const seconds = costs.map((cost) => cost.seconds).sort((a, b) => a - b)[Math.floor(costs.length / 2)] ?? 0;
  const megabytes = Math.max(...costs.map((cost) => cost.megabytes ?? 0));
  return { seconds, ...(megabytes > 0 && { megabytes }) };
}
