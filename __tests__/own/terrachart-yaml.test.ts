import { existsSync } from 'node:fs';
import * as path from 'node:path';
import { root } from '../../cli/options';
import { findConfig } from '../../config/find';
import { nameOf } from '../../model/objects';
import { loadTargets } from '../../synthesis/targets';
import { manifestsOf } from '../support/manifests';
import { blocks, synthesize } from '../support/terraform';

/**
 * What the user's own terrachart.yaml makes, as it was reviewed: of the systems and environments that it changes, because
 * the snapshots of the built-in records show the others. The only test that reads that file.
 */
const file = findConfig(root);
const builtIn = loadTargets();
const targets =
  file === undefined ? [] : loadTargets(file).filter(({ config }, i) => !same(config, builtIn[i]?.config));

const folder = path.join(__dirname, '__snapshots__');
const begun = existsSync(folder);
const compared = file !== undefined && (begun || process.env.TERRACHART_TESTS_UPDATE === 'yes');
const testOwn = compared ? test : test.skip;

const shown = path.relative(root, folder);
if (file === undefined && begun) say(`${shown} is of a terrachart.yaml that is gone: remove the folder as well.`);
if (targets.length > 0 && !compared)
  say(`What terrachart.yaml makes is compared with nothing yet: npm test -- -u begins ${shown}.`);

testOwn('each object is as reviewed', async () => {
  for (const target of targets) {
    const { objects } = await manifestsOf([target]);
    for (const object of objects) expect(object).toMatchSnapshot(`${target.environment}/${nameOf(object)}`);
  }
});

testOwn('every block is as reviewed', async () => {
  const { stacks } = await synthesize(...targets);
  for (const [name, stack] of Object.entries(stacks)) {
    for (const [at, block] of blocks(stack)) expect(block).toMatchSnapshot(`${name}/${at}`);
  }
});

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Past jest's own `console`, which makes six lines of one. */
function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
