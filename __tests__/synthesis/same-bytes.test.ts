import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../cli/options';

const before = readFileSync(process.env.TERRACHART_TESTS_SYNTHESIS ?? '', 'utf8');

test('another process in another working directory makes the same bytes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'terrachart-again-'));
  try {
    const file = join(folder, 'synthesis.json');
    execFileSync(process.execPath, [join(root, '__tests__/support/synthesis.js'), file], { cwd: folder });
    // Not `toBe`: the difference of two megabytes takes jest minutes to show.
    expect(readFileSync(file, 'utf8') === before).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('nothing of it holds a path of the machine', () => {
  expect(before).not.toContain(root);
});
