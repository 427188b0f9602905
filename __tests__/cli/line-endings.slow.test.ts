import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { copyRepository } from '../support/copy';

const scratch = fs.mkdtempSync(path.join(tmpdir(), 'terrachart-checkout-'));
afterAll(() => fs.rmSync(scratch, { recursive: true }));

test('a checkout has the line endings of the repository, also where git is told to convert them', () => {
  const git = (...args: string[]) => execFileSync('git', ['-c', 'core.autocrlf=true', ...args], { cwd: scratch });
  git('init', '--quiet');
  const files = copyRepository(scratch);
  git('add', '.');
  git('checkout-index', '--all', '--prefix=out/');
  const read = (...parts: string[]) => fs.readFileSync(path.join(scratch, ...parts));
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((file) => !read('out', file).equals(read(file)))).toEqual([]);
});
