import { stringify } from 'yaml';
import { type Finding, findings } from '../../diff/finding';
import type { Side } from '../../diff/side';
import { type Text, thingsIn } from '../../diff/thing';
import { type Case, cases, harmless, type World, world } from './cases';

/** What a world makes, as a synth writes it. */
export function sideOfWorld(name: string, { objects, stacks }: World): Side {
  const of = { system: 'shop', environment: 'production' };
  const texts: Text[] = [
    { half: 'kubernetes', ...of, name: 'shop', text: objects.map((object) => stringify(object)).join('---\n') },
    ...Object.entries(stacks).map(([stack, byAddress]): Text => {
      const resource: Record<string, Record<string, unknown>> = {};
      for (const [address, body] of Object.entries(byAddress)) {
        const [type = '', block = ''] = address.split('.');
        resource[type] = { ...resource[type], [block]: body };
      }
      return { half: 'terraform', ...of, name: stack, text: JSON.stringify({ resource }) };
    }),
  ];
  return { name, things: texts.flatMap(thingsIn), records: {}, notes: [] };
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
