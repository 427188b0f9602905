import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { InputError } from '../config/system';
import { root } from './options';
import { main as synth } from './synth';

const AUTO_APPROVE = '--auto-approve';

/**
 * `up SYSTEM` synthesizes a system's `local` and deploys it; `down SYSTEM` destroys it. What follows is handed to cdktf.
 * A person is asked before anything is done. Where nobody can be asked, the command line must have said yes.
 * @returns the exit code of the first step that fails
 * @throws InputError when there is nobody to ask
 */
export async function main([verb = '', system = '', ...options]: readonly string[]): Promise<number> {
  if (!process.stdin.isTTY && !options.includes(AUTO_APPROVE)) {
    throw new InputError('There is no terminal to ask you at:', [
      { path: `npm run ${verb}:${system} -- ${AUTO_APPROVE}`, message: 'goes ahead without being told yes' },
    ]);
  }
  const made = verb === 'up' ? await synth(['--env', 'local', '--system', system]) : 0;
  return made || cdktf(verb === 'up' ? 'deploy' : 'destroy', `${system}-local`, options);
}

function cdktf(command: string, stack: string, options: readonly string[]): number {
  const { status } = spawnSync(path.join(root, 'node_modules', '.bin', 'cdktf'), [command, stack, ...options], {
    cwd: root,
    env: { ...process.env, CHECKPOINT_DISABLE: '1' },
    stdio: 'inherit',
  });
  return status ?? 1;
}
