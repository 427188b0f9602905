import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { root } from '../../cli/options';
import { mentionOf } from '../../cli/system-files';
import { systems } from '../../synthesis/systems';
import { copyRepository } from '../support/copy';

const copy = fs.mkdtempSync(path.join(tmpdir(), 'terrachart-remove-'));
afterAll(() => fs.rmSync(copy, { recursive: true }));

/** @returns the exit code, with what was printed where it is not 0 */
function run(...args: string[]): [number | null, string] {
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd: copy, encoding: 'utf8' });
  return [status, status === 0 ? '' : `${stdout}${stderr}`];
}

/** What `npm run check` asks, but for the tests that are slow, of which this is one. */
function checked(): void {
  for (const check of ['lint', 'typecheck', 'test']) expect([check, run('run', check)]).toEqual([check, [0, '']]);
}

test('all systems can be taken out, without leaving a word, and one of one’s own come in their place', () => {
  const names = systems.map(({ name }) => name);
  copyRepository(copy);
  fs.symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
  execFileSync('git', ['init', '--quiet'], { cwd: copy });
  for (const name of names) expect([name, run('run', 'remove', '--', 'system', name)]).toEqual([name, [0, '']]);
  execFileSync('git', ['add', '--all'], { cwd: copy });
  const left = execFileSync('git', ['ls-files'], { cwd: copy, encoding: 'utf8' }).trim().split('\n');
  const naming = left
    .filter((file) => !['CHANGELOG.md', 'node_modules'].includes(file))
    .filter((file) => names.some((name) => mentionOf(name).test(fs.readFileSync(path.join(copy, file), 'utf8'))));
  expect(naming).toEqual([]);
  checked();
  expect(run('run', 'new', '--', 'system', ['news', 'stand'].join('-'))).toEqual([0, '']);
  checked();
}, 600_000);
