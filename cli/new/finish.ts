import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { InputError } from '../../config/system';
import { root } from '../options';

/** Writes new files, all or none.
 * @throws InputError for those that are there
 */
export function write(files: Readonly<Record<string, string>>): void {
  const there = Object.keys(files).filter((file) => existsSync(path.join(root, file)));
  const problems = there.map((file) => ({ path: file, message: 'is there already' }));
  if (problems.length > 0) throw new InputError('Nothing was written:', problems);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
}

/** Another name sorts and wraps otherwise. */
export function format(files: readonly string[]): void {
  run('@biomejs/biome/bin/biome', ['check', '--write', ...files]);
}

/** Runs a command of this program, now that the sources are others. */
export function again(...command: readonly string[]): void {
  check(spawnSync(process.execPath, [path.join(root, 'cli/run.js'), ...command], options), command.join(' '));
}

/** Begins the snapshots that are not there yet; those that are there must fit. */
export function snapshots(files: readonly string[]): void {
  if (files.length > 0) run('jest/bin/jest.js', ['--ci=false', '--maxWorkers=1', '--runTestsByPath', ...files]);
}

const options = { cwd: root, encoding: 'utf8' } as const;

function run(program: string, args: readonly string[]): void {
  check(spawnSync(process.execPath, [path.join(root, 'node_modules', program), ...args], options), program);
}

function check({ status, stdout, stderr }: ReturnType<typeof spawnSync>, what: string): void {
  if (status === 0) return;
  throw new InputError('The sources are changed, but they do not fit yet:', [
    { path: what, message: `${stdout}${stderr}`.trim() },
  ]);
}
