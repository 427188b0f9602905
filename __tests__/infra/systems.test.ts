import { metrics } from '../../config/google/metrics';
import { loadTargets } from '../../synthesis/targets';
import { builtInFiles, builtInStacks } from '../support/built-in';
import { isReviewed } from '../support/reviewed';
import { describeEach, testEach, testShown } from '../support/shown';
import { type Block, blocks, type Stack } from '../support/terraform';
import { graphOf } from '../support/terraform-graph';

/** What is true of every stack of every system. */
const { stacks, dependencies, files } = builtInStacks();
const targets = loadTargets().filter(({ halves }) => halves.includes('terraform'));
const nameOf = ({ system, environment }: (typeof targets)[number]) => `${system.name}-${environment}`;

/** The stacks of a target: the only one bears its name, several add their part. */
const stacksOf = (target: (typeof targets)[number]): [string, Stack][] =>
  Object.entries(stacks).filter(([name]) => name === nameOf(target) || name.startsWith(`${nameOf(target)}-`));

test('every environment with Terraform has stacks, and no other', () => {
  expect(targets.filter((target) => stacksOf(target).length === 0).map(nameOf)).toEqual([]);
  expect(targets.flatMap((target) => stacksOf(target).map(([name]) => name)).sort()).toEqual(
    Object.keys(stacks).sort(),
  );
});

test('the stacks of every system are reviewed, in a file of its own', () => {
  const names = [...new Set(targets.map(({ system }) => system.name))];
  expect(names.filter((name) => !isReviewed(name, 'Stacks'))).toEqual([]);
});

test('so are the files of those that have some', () => {
  const names = [...new Set(builtInFiles().map(({ system }) => system))];
  expect(names.filter((name) => !isReviewed(name, 'Files'))).toEqual([]);
});

testEach(targets.map((target) => [nameOf(target), target] as const))(
  'placeholders keep %s from a plan',
  (_, target) => {
    const { placeholders } = target;
    for (const [, { locals = {}, resource }] of stacksOf(target)) {
      expect(locals.placeholders ?? []).toEqual(placeholders);
      const { lifecycle } = resource.terraform_data?.configured ?? {};
      const condition = '${length(local.placeholders) == 0}';
      const error_message = expect.stringContaining(placeholders.join(', '));
      expect(lifecycle).toEqual(placeholders.length > 0 ? { precondition: [{ condition, error_message }] } : undefined);
    }
  },
);

testShown('metrics of Google Cloud')('each metric of the list is asked for by a system, and its page is named', () => {
  // A dashboard is JSON within JSON.
  const text = Object.values(files).join('\n').replaceAll('\\', '');
  for (const { type, source } of Object.values(metrics)) {
    expect(text).toContain(`metric.type = "${type}"`);
    expect(source).toMatch(/^https:\/\/docs\.cloud\.google\.com\//);
  }
});

describeEach(Object.entries(stacks))('the stack %s', (name, stack) => {
  test('is deployed after stacks that exist, and keeps its state beside the checkout, in a file of its own', () => {
    expect((dependencies[name] ?? []).filter((before) => before === name || !(before in stacks))).toEqual([]);
    expect(stack.terraform.backend).toEqual({ local: { path: `../../../.terrachart/state/${name}.tfstate` } });
  });

  test('says which Terraform it needs, and exactly which release of each provider that its blocks are of', () => {
    expect(stack.terraform.required_version).toMatch(/^>= 1\.\d+$/);
    const required = (stack.terraform.required_providers ?? {}) as Record<string, Block>;
    for (const { version } of Object.values(required)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    const types = Object.keys({ ...stack.resource, ...stack.data, ...stack.ephemeral }).filter(
      (type) => type !== 'terraform_data',
    );
    const used = new Set([
      ...types.map((type) => type.slice(0, type.indexOf('_'))),
      ...Object.keys(stack.provider ?? {}),
    ]);
    expect([...used].sort()).toEqual(Object.keys(required).sort());
  });

  test('refers to nothing that it does not define, in no circle, and to no state of another', () => {
    expect(graphOf(stack)).toEqual({ dangling: [], cycles: [] });
    expect(stack.data ?? {}).not.toHaveProperty('terraform_remote_state');
  });

  test('names blocks by construct path: no hashes, no unresolved tokens', () => {
    for (const [path] of blocks(stack)) expect(path).toMatch(/^[a-z0-9_.]+$/);
    expect(files[`stacks/${name}/cdk.tf.json`]).not.toMatch(/TfToken|\$\{Token/);
  });
});
