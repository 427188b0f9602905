import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type KubernetesObject, nameOf } from '../../model/objects';
import type { Output } from '../../model/output';
import { View } from '../../model/view';
import { contracts } from '../../policy/contracts/contracts';
import { systems } from '../../synthesis/systems';
import { change } from '../policy/cases/make';
import type { Break } from '../support/breaks';
import { builtInSynthesis } from '../support/built-in';
import { shown, testEach } from '../support/shown';

/** The contracts on what is really synthesized: they hold, and a change of either half breaks them. */
const environment = 'production';
const real: Output = builtInSynthesis().view(environment).output;

const found = (id: string, output: Output) => contracts.find((rule) => rule.id === id)?.check(new View(output)) ?? [];

test.each(contracts.map(({ id }) => id))('%s holds', (id) => {
  expect(found(id, real)).toEqual([]);
});

/** What each system has in a file of its name beside this one. */
const breaks = systems.flatMap(({ name }) =>
  existsSync(join(__dirname, `${name}.ts`)) ? jest.requireActual<{ breaks: readonly Break[] }>(`./${name}`).breaks : [],
);

testEach(breaks)('%s is broken by %s %s', (rule, where, path, value, says) => {
  const objects = real.objects.map(
    (object): KubernetesObject => (nameOf(object) === where ? change(object, path, value) : object),
  );
  const stacks = Object.fromEntries(
    Object.entries(real.stacks).map(([name, json]) => [name, name === where ? change(json, path, value) : json]),
  );
  // A path that leads nowhere would break nothing, or for the wrong reason.
  expect([where in stacks, real.objects.some((object) => nameOf(object) === where)]).toContain(true);
  const details = found(rule, { ...real, objects, stacks }).map(({ object, detail }) => `${object} ${detail}`);
  expect(details.join('\n')).toMatch(says);
});

const whole = shown('contracts of Google Cloud') && shown('contracts of K3s');

(whole ? test : test.skip)('every contract is broken by some change of some system', () => {
  const tested = new Set(breaks.map(([rule]) => rule));
  expect(contracts.map(({ id }) => id).filter((id) => !tested.has(id))).toEqual([]);
});
