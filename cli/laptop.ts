import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { InputError, type System } from '../config/system';
import { suggest } from '../config/validate';
import { systems } from '../synthesis/systems';
import { loadTargets } from '../synthesis/targets';
import { command } from './command';
import { status } from './laptop-status';
import { optionsOf, root, selection } from './options';
import { main as synth } from './synth';

const AUTO_APPROVE = '--auto-approve';
const ENVIRONMENT = 'local';

const words = `SYSTEM [${AUTO_APPROVE}] [options of cdktf]`;

export const up = command({
  about: `Runs a system in a cluster on this machine, beside others that are up: makes the cluster unless it is there, builds the
images, applies the charts, waits and prints the URLs. As often as you like: it goes on where it failed, and does what a
change asks for. You are asked before anything is done. docs/runbooks/laptop.md has the rest.`,
  options: {},
  words,
  run: async (_values, _say, [system = '', ...rest]) => {
    refuse('up', system, rest);
    const code = (await synth(['--env', ENVIRONMENT, '--system', system])) || cdktf('deploy', system, rest);
    return { failed: code !== 0 };
  },
});

export const down = command({
  about: `Takes a system with its data out of the cluster on this machine, and the cluster away with the last one. You are asked
before anything is done.`,
  options: {},
  words,
  run: async (_values, _say, [system = '', ...rest]) => {
    refuse('down', system, rest);
    return { failed: cdktf('destroy', system, rest) !== 0 };
  },
});

export const laptopStatus = command({
  about: 'Says which systems are up on this machine, what of them is not ready, and where they answer.',
  options: { config: selection.config },
  run: async (values) => {
    const { config, typedIn } = optionsOf(values, process.env);
    return { text: status(loadTargets(config, typedIn)) };
  },
});

/** Systems that a laptop can run. */
export function onLaptop(known: readonly System[] = systems): string[] {
  return known
    .filter(({ environments }) => environments[ENVIRONMENT]?.halves.includes('terraform'))
    .map(({ name }) => name);
}

/**
 * A person is asked before anything is done. Where nobody can be asked, the command line must have said yes.
 * @throws InputError for a system that no laptop runs, or when there is nobody to ask
 */
function refuse(verb: string, system: string, options: readonly string[]): void {
  const known = onLaptop();
  if (!known.includes(system)) {
    const message = system ? `no system for a laptop${suggest(system, known)}` : `one of ${known.join(', ')}`;
    throw new InputError('Which system?', [{ path: `npm run ${verb} -- ${system || 'SYSTEM'}`, message }]);
  }
  if (process.stdin.isTTY || options.includes(AUTO_APPROVE)) return;
  throw new InputError('There is no terminal to ask you at:', [
    { path: `npm run ${verb} -- ${system} ${AUTO_APPROVE}`, message: 'goes ahead without being told yes' },
  ]);
}

function cdktf(verb: string, system: string, options: readonly string[]): number {
  const args = [verb, `${system}-${ENVIRONMENT}`, ...options];
  const { status } = spawnSync(path.join(root, 'node_modules', '.bin', 'cdktf'), args, {
    cwd: root,
    env: { ...process.env, CHECKPOINT_DISABLE: '1' },
    stdio: 'inherit',
  });
  return status ?? 1;
}
