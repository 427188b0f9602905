import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import type { Step } from '../../model/incident';

/** How a step ended. */
export interface Taken {
  readonly does: string;
  readonly how: 'done' | 'done before' | 'failed';
  readonly seconds: number;
  /** The last that it said when it failed. */
  readonly says?: string;
}

/** Longer than any step says that it waits, in milliseconds: it ends what hangs. */
const LIMIT = 5 * 3_600_000;

/** Takes a step, and says how it ended. @param folder of the incident, below the root */
export function take(step: Step, root: string, folder: string, say: (line: string) => void): Taken {
  const started = Date.now();
  const { how, says } = attempt(step, root, folder);
  const seconds = Math.round((Date.now() - started) / 1000);
  say(`${how.padEnd(11)} ${step.does}${says ? `: ${says}` : ''}`);
  return { does: step.does, how, seconds, ...(says && { says }) };
}

function attempt({ run, input, saves, done }: Step, root: string, folder: string): Pick<Taken, 'how' | 'says'> {
  const kept = saves && path.join(root, folder, saves);
  // What an earlier call kept is nearer to what happened.
  if (kept && existsSync(kept)) return { how: 'done before' };
  const [program = '', ...args] = run;
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: root,
    input: input ?? '',
    encoding: 'utf8',
    env: { ...process.env, KUBECONFIG: path.join(root, folder, 'kubeconfig') },
    timeout: LIMIT,
    maxBuffer: 1024 * 1024 * 1024,
  });
  if (!error && status === 0) {
    if (kept) writeFileSync(kept, stdout, { mode: 0o600 });
    return { how: 'done' };
  }
  if (!error && done !== undefined && new RegExp(done).test(stderr)) return { how: 'done before' };
  return { how: 'failed', says: error?.message ?? stderr.trim().split('\n').at(-1) ?? `exit code ${status}` };
}

/** The report that is kept. */
export function taken(of: string, found: readonly Taken[]): string {
  const rows = found.map(({ how, seconds, does, says = '' }) => `| ${how} | ${seconds} | ${does} | ${cell(says)} |`);
  return [`# Incident: ${of}`, '', '| how | seconds | step | said |', '|---|---|---|---|', ...rows, ''].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
