import { readFileSync } from 'node:fs';
import { root } from '../../cli/options';
import { synthesize } from '../../synthesis/synthesize';
import { loadTargets } from '../../synthesis/targets';

/** Made before the tests, by another process in another working directory. */
const before = readFileSync(process.env.TERRACHART_TESTS_SYNTHESIS ?? '', 'utf8');

test('this process in this working directory makes the same bytes as another elsewhere', async () => {
  const targets = loadTargets();
  const { parts, index } = await synthesize({ terraform: targets, kubernetes: targets });
  // Not `toBe`: the difference of two megabytes takes jest minutes to show.
  expect(JSON.stringify({ parts, index }) === before).toBe(true);
});

test('nothing of it holds a path of the machine', () => {
  expect(before).not.toContain(root);
});
