import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { root } from '../../cli/options';
import { copyRepository } from '../support/copy';

const copy = fs.mkdtempSync(path.join(tmpdir(), 'terrachart-new-'));
afterAll(() => fs.rmSync(copy, { recursive: true }));

/** @returns the exit code, with what was printed where it is not 0 */
function run(...args: string[]): [number | null, string] {
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd: copy, encoding: 'utf8' });
  return [status, status === 0 ? '' : `${stdout}${stderr}`];
}

/** By two words, so that no source names it. */
const name = (...words: string[]) => words.join('-');

test('what is new passes the check as it stands: a system on each cloud, a component, an environment, a rule', () => {
  copyRepository(copy);
  fs.symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
  execFileSync('git', ['init', '--quiet'], { cwd: copy });
  const made = [
    ['system', name('on', 'gee'), '--cloud', 'gcp'],
    ['system', name('on', 'ay'), '--cloud', 'aws', '--environments', 'production,staging'],
    ['system', name('home', 'made')],
    ['component', name('page', 'server')],
    ['environment', name('on', 'gee'), 'staging'],
    ['rule', name('no', 'leftovers')],
  ];
  for (const args of made) expect([args, run('run', 'new', '--', ...args)]).toEqual([args, [0, '']]);
  for (const check of ['lint', 'typecheck', 'test']) expect([check, run('run', check)]).toEqual([check, [0, '']]);
}, 600_000);
