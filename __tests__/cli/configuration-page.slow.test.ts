import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { parse } from 'yaml';
import { root } from '../../cli/options';
import { surveyOf } from '../../cli/survey';
import { waiversOf } from '../../config/system';
import { synthesize } from '../../synthesis/synthesize';
import { loadTargets } from '../../synthesis/targets';
import { shown, testEach } from '../support/shown';

/** Each example of docs/configuration.md, tried. */

const folder = mkdtempSync(path.join(tmpdir(), 'terrachart-examples-'));
afterAll(() => rmSync(folder, { recursive: true }));

const page = readFileSync(path.join(root, 'docs/configuration.md'), 'utf8');
const tried = page.split(/^## /m).flatMap((section) => {
  const [title = ''] = section.split('\n');
  // One is shown with the answer that refuses it.
  return [...section.matchAll(/^```yaml\n([^`]*)^```$(?!\n\nis answered)/gm)].map(
    ([, text = '']) => [title, text] as const,
  );
});

test('there are some where a system is shown', () =>
  expect(tried.length > 4).toBe(shown('configuration in the README')));

testEach(tried)('%s', async (_, text) => {
  const file = path.join(folder, 'example.yaml');
  writeFileSync(file, text);
  const said = parse(text) as Record<string, Record<string, { patches?: unknown[] }>>;
  const targets = loadTargets(file).filter(({ system, environment }) => said[system.name]?.[environment]);
  const synthesis = await synthesize({ terraform: targets, kubernetes: targets });
  const { findings, excused, waivers } = surveyOf(synthesis, waiversOf(targets));
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  const own = waivers.filter((waiver) => targets.some(({ config }) => JSON.stringify(config).includes(waiver.reason)));
  for (const waiver of own) expect(excused.map((excuse) => excuse.waiver)).toContain(waiver);
  const patches = Object.values(said).flatMap((environments) =>
    Object.values(environments).flatMap((one) => one.patches ?? []),
  );
  expect(synthesis.patched).toHaveLength(patches.length);
});
