import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { root } from '../../cli/options';
import { copyRepository } from '../support/copy';

const copy = fs.mkdtempSync(path.join(tmpdir(), 'terrachart-copy-'));
afterAll(() => fs.rmSync(copy, { recursive: true }));

test("the tests pass beside a terrachart.yaml of the user's, as the README has it made", () => {
  copyRepository(copy);
  fs.symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
  fs.copyFileSync(path.join(copy, 'terrachart.example.yaml'), path.join(copy, 'terrachart.yaml'));
  execFileSync('git', ['init', '--quiet'], { cwd: copy });
  const { status, stderr } = spawnSync('npm', ['test'], { cwd: copy, encoding: 'utf8' });
  expect([status, status === 0 ? '' : stderr]).toEqual([0, '']);
}, 300_000);
