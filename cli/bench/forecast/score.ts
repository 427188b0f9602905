import { stringify } from 'yaml';
import type { TerraformJson } from '../../../model/blocks';
import type { KubernetesObject } from '../../../model/objects';
import { type Finding, findings } from '../../diff/finding';
import type { Side } from '../../diff/side';
import { type Text, thingOf, thingsInStack } from '../../diff/thing';
import { cases } from './cases';
import { type Case, type World, world } from './changes';
import { harmless } from './harmless';

const of = { system: 'shop', environment: 'production' };

/** What a world makes. No text is written and read again: a test looks at that once, for all worlds. */
export function sideOfWorld(name: string, { objects, stacks }: World): Side {
  const things = [
    ...objects.map((object) => thingOf(of, object as unknown as KubernetesObject)),
    ...Object.entries(stacks).flatMap(([stack, byAddress]) =>
      thingsInStack({ ...of, name: stack }, stackOf(byAddress)),
    ),
  ];
  return { name, things, records: {}, notes: [] };
}

/** The same as the files of a synth. */
export function textsOfWorld({ objects, stacks }: World): Text[] {
  return [
    { half: 'kubernetes', ...of, name: 'shop', text: objects.map((object) => stringify(object)).join('---\n') },
    ...Object.entries(stacks).map(
      ([name, byAddress]): Text => ({ half: 'terraform', ...of, name, text: JSON.stringify(stackOf(byAddress)) }),
    ),
  ];
}

/** A stack as Terraform reads it: blocks by type and name. */
export function stackOf(byAddress: Readonly<Record<string, unknown>>): TerraformJson {
  const resource: Record<string, Record<string, unknown>> = {};
  for (const [address, body] of Object.entries(byAddress)) {
    const [type = '', name = ''] = address.split('.');
    resource[type] = { ...resource[type], [name]: body };
  }
  return { resource } as TerraformJson;
}

const before = sideOfWorld('before', world());

/** What is said of a change. */
export function foundOf({ change }: Pick<Case, 'change'>): Finding[] {
  const changed = world();
  change(changed);
  return findings(before, sideOfWorld('after', changed));
}

/** How well seeded changes are told: of what was called dangerous what is, and of what is dangerous what was called so. */
export function score() {
  const told = cases.map((each) => ({ each, finding: foundOf(each)[0] }));
  const called = told.filter(({ finding }) => (finding?.dangers.length ?? 0) > 0);
  const dangerous = told.filter(({ each }) => each.danger !== undefined);
  const both = called.filter(({ each }) => each.danger !== undefined);
  return {
    cases: cases.length,
    effects: told.filter(({ each, finding }) => finding?.forecast.effect === each.effect).length / cases.length,
    classes: both.filter(({ each, finding }) => finding?.dangers[0]?.class === each.danger).length / dangerous.length,
    precision: both.length / called.length,
    recall: both.length / dangerous.length,
    harmless: harmless.length,
    quiet: harmless.filter((each) => foundOf(each).length === 0).length / harmless.length,
  };
}
