import type { Target } from '../../config/system';
import { loadTargets } from '../../synthesis/targets';
import { find } from '../support/laptop';
import { Rehearsal, rehearsedName } from '../support/rehearsal';
import { type Stack, type Synthesized, synthesize } from '../support/terraform';

/** What configurations call a protection. */
const PROTECTION = /^(deletion|termination)Protection$/;
/** What clouds and providers refuse by: at apply, when whatever goes before is gone. */
const REFUSED_AT_APPLY =
  /"(deletion_protection|deletion_protection_enabled|disable_api_termination|enable_deletion_protection)":true/;

/** Paths of the protections that are on, e.g. `database.deletionProtection`. */
function protections(node: unknown, path: readonly string[] = []): string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    PROTECTION.test(key) && value === true ? [[...path, key].join('.')] : protections(value, [...path, key]),
  );
}

/** The target as it is once nothing is a placeholder, with some protections lifted. */
function lifted(target: Target, paths: readonly string[]): Target {
  const config = structuredClone(target.config);
  for (const path of paths) {
    const keys = path.split('.');
    const last = keys.pop() as string;
    // biome-ignore lint/suspicious/noExplicitAny: whatever the path leads through.
    keys.reduce((node: any, key) => node[key], config)[last] = false;
  }
  return { ...target, config, placeholders: [] };
}

const isHeld = (block: object) => (block as { lifecycle?: { prevent_destroy?: boolean } }).lifecycle?.prevent_destroy;

/** What follows the name of each instance of a block: one for each text of a set that it is made for. */
function instances(block: object): string[] {
  const [, set] = /^\$\{toset\((\[.*\])\)\}$/.exec(String((block as { for_each?: unknown }).for_each)) ?? [];
  return set === undefined ? [''] : (JSON.parse(set) as string[]).map((key) => `[${JSON.stringify(key)}]`);
}

/** Resources by their names in a rehearsal: what no plan may destroy, and all others. */
function sorted({ resource }: Stack) {
  const all = Object.entries(resource).flatMap(([type, named]) =>
    Object.entries(named).flatMap(([name, block]) =>
      instances(block).map((key) => ({ name: `${rehearsedName(type, name)}${key}`, held: isHeld(block) === true })),
    ),
  );
  const names = (held: boolean) => all.filter((one) => one.held === held).map(({ name }) => name);
  return { held: names(true), free: names(false) };
}

const targets = loadTargets().filter(
  ({ halves, config }) => halves.includes('terraform') && protections(config).length > 0,
);

const terraform = find('terraform');
if (!terraform) test.skip('destroys protected stacks: skipped, terraform is not on PATH', () => {});

(terraform ? describe : describe.skip).each(
  targets.map((target) => [`${target.system.name}-${target.environment}`, target] as const),
)('%s, by real Terraform without its providers', (_, target) => {
  const keys = protections(target.config);
  let stacks: Synthesized['stacks'];
  const applied: Record<string, Rehearsal> = {};

  beforeAll(async () => {
    stacks = (await synthesize(lifted(target, []))).stacks;
    for (const [name, stack] of Object.entries(stacks)) {
      const rehearsal = new Rehearsal(stack);
      applied[name] = rehearsal;
      const { ok, text } = rehearsal.apply();
      expect([name, ok ? '' : text]).toEqual([name, '']);
    }
  });

  afterAll(() => {
    for (const rehearsal of Object.values(applied)) rehearsal.dispose();
  });

  test('refuses to destroy any stack that holds something, and nothing is gone', () => {
    const holding = Object.entries(applied).filter(([name]) => sorted(stacks[name] as Stack).held.length > 0);
    expect(holding).not.toEqual([]);
    for (const [name, rehearsal] of holding) {
      const before = rehearsal.resources();
      const { ok, text } = rehearsal.destroy();
      expect([name, ok, text]).toEqual([name, false, expect.stringContaining('Instance cannot be destroyed')]);
      expect([name, rehearsal.resources()]).toEqual([name, before]);
      expect(before).toEqual(expect.arrayContaining(Object.values(sorted(stacks[name] as Stack)).flat()));
    }
  });

  test('replaces all that only serves, and nothing else', () => {
    for (const [name, rehearsal] of Object.entries(applied)) {
      const { held, free } = sorted(stacks[name] as Stack);
      const { ok, text } = rehearsal.plan(...free.map((one) => `-replace=${one}`));
      expect([name, ok ? '' : text]).toEqual([name, '']);
      for (const one of free) expect(text).toContain(`# ${one} will be replaced, as requested`);
      for (const one of held) {
        expect([one, rehearsal.plan(`-replace=${one}`)]).toEqual([
          one,
          { ok: false, text: expect.stringContaining('Instance cannot be destroyed') },
        ]);
      }
    }
  });

  test.each(keys)('plans no destruction that the cloud would refuse half way, with %s alone lifted', async (key) => {
    const { stacks: partly } = await synthesize(lifted(target, [key]));
    for (const [name, stack] of Object.entries(partly)) {
      const rehearsal = new Rehearsal(stack, applied[name]);
      const { ok } = rehearsal.plan('-destroy');
      rehearsal.dispose();
      if (ok) expect([name, REFUSED_AT_APPLY.exec(JSON.stringify(stack))?.[0]]).toEqual([name, undefined]);
    }
  });

  test('destroys everything once all protections are lifted', async () => {
    const { stacks: free } = await synthesize(lifted(target, keys));
    for (const [name, stack] of Object.entries(free)) {
      const rehearsal = new Rehearsal(stack, applied[name]);
      expect([name, rehearsal.apply().ok, rehearsal.destroy().ok]).toEqual([name, true, true]);
      expect([name, rehearsal.resources()]).toEqual([name, []]);
      rehearsal.dispose();
    }
  });
});
