import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { findConfig } from '../config/find';
import { InputError, type System } from '../config/system';
import { suggest } from '../config/validate';
import { systems } from '../synthesis/systems';
import { loadTargets } from '../synthesis/targets';
import { status } from './laptop-status';
import { root } from './options';
import { main as synth } from './synth';

const AUTO_APPROVE = '--auto-approve';
const ENVIRONMENT = 'local';

export const usage = `Usage: npm run up -- SYSTEM [${AUTO_APPROVE}]
       npm run down -- SYSTEM [${AUTO_APPROVE}]
       npm run status

Runs a system in a cluster on this machine, beside others that are up; docs/runbooks/laptop.md has the rest.

  up        makes the cluster unless it is there, builds the images, applies the charts, waits and prints the URLs;
            as often as you like: it goes on where it failed, and does what a change asks for
  down      takes the system with its data out of the cluster, and the cluster away with the last one
  status    says what is up, and where

Other options of up and down are handed to cdktf. You are asked before anything is done.`;

/**
 * `up SYSTEM` synthesizes a system's `local` and deploys it; `down SYSTEM` destroys it. A person is asked before anything
 * is done. Where nobody can be asked, the command line must have said yes.
 * @returns the exit code of the first step that fails
 * @throws InputError for a command that says nothing, or when there is nobody to ask
 */
export async function main([verb = '', ...args]: readonly string[]): Promise<number> {
  if (args.includes('--help') || !['up', 'down', 'status'].includes(verb)) {
    console.log(usage);
    return args.includes('--help') ? 0 : 1;
  }
  if (verb === 'status') {
    console.log(status(loadTargets(process.env.TERRACHART_CONFIG || findConfig(root))));
    return 0;
  }
  const [system = '', ...options] = args;
  refuseUnknown(verb, system);
  if (!process.stdin.isTTY && !options.includes(AUTO_APPROVE)) {
    throw new InputError('There is no terminal to ask you at:', [
      { path: `npm run ${verb} -- ${system} ${AUTO_APPROVE}`, message: 'goes ahead without being told yes' },
    ]);
  }
  const made = verb === 'up' ? await synth(['--env', ENVIRONMENT, '--system', system]) : 0;
  return made || cdktf(verb === 'up' ? 'deploy' : 'destroy', `${system}-${ENVIRONMENT}`, options);
}

/** Systems that a laptop can run. */
export function onLaptop(known: readonly System[] = systems): string[] {
  return known
    .filter(({ environments }) => environments[ENVIRONMENT]?.halves.includes('terraform'))
    .map(({ name }) => name);
}

function refuseUnknown(verb: string, system: string): void {
  const known = onLaptop();
  if (known.includes(system)) return;
  throw new InputError('Which system?', [
    {
      path: `npm run ${verb} -- ${system || 'SYSTEM'}`,
      message: system ? `no system for a laptop${suggest(system, known)}` : `one of ${known.join(', ')}`,
    },
  ]);
}

function cdktf(command: string, stack: string, options: readonly string[]): number {
  const { status } = spawnSync(path.join(root, 'node_modules', '.bin', 'cdktf'), [command, stack, ...options], {
    cwd: root,
    env: { ...process.env, CHECKPOINT_DISABLE: '1' },
    stdio: 'inherit',
  });
  return status ?? 1;
}
