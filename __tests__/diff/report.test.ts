import { cases } from '../../cli/bench/forecast/cases';
import { type Case, type World, world } from '../../cli/bench/forecast/changes';
import { foundOf, sideOfWorld } from '../../cli/bench/forecast/score';
import { causesOf, factsOf } from '../../cli/diff/cause';
import { compare, differencesOf } from '../../cli/diff/compare';
import { type Finding, inOrder, report } from '../../cli/diff/finding';
import { markdownOf } from '../../cli/diff/report/markdown';
import { textOf } from '../../cli/diff/report/text';

const before = sideOfWorld('before', world());
const changed = (...all: readonly Pick<Case, 'change'>[]) => {
  const after = world();
  for (const { change } of all) change(after);
  return sideOfWorld('after', after);
};

/** Many objects, so that what matters could be buried. */
const crowd = (count: number, name = (i: number) => `extra-${i}`) => ({
  change: ({ objects }: World) => {
    for (let i = 0; i < count; i++) {
      const data = { value: String(i) };
      objects.push({
        apiVersion: 'v1',
        kind: i % 2 ? 'ConfigMap' : `Kind${i}`,
        metadata: { name: name(i), namespace: 'shop' },
        data,
      });
    }
  },
});

/** What is told, of changes that were found already. */
const telling = (changes: readonly Finding[]) => ({ ...report(before, before), changes: inOrder(changes) });
const others = report(before, changed(crowd(300))).changes;

test.each(cases.filter(({ danger }) => danger))('stands in the first 20 lines, among 300 others: $name', (each) => {
  const text = textOf(telling([...others, ...foundOf(each)]), false);
  expect(text.split('\n').slice(0, 20).join('\n')).toMatch(/^Danger: /m);
  expect(text.split('\n').length).toBeLessThanOrEqual(40);
});

test('what is the same says so, and nothing else', () => {
  expect(textOf(report(before, before), false)).toBe('before and before make the same.');
});

test('the same change of many objects is one line with a count', () => {
  const image = (name: string) => ({ change: (w: World) => imageOf(w, name) });
  const after = changed(image('web'), image('agent'), image('keys'));
  const found = report(before, after).changes.filter(({ kind }) => kind !== 'DaemonSet');
  expect(found).toHaveLength(2);
  const many = changed(crowd(8));
  expect(textOf(report(before, many), true)).toMatch(/4 of ConfigMap: ConfigMap\/shop\/extra-1, .*: create$/m);
});

function imageOf({ objects }: World, name: string): void {
  const found = objects.find(
    ({ metadata, spec }) => (metadata as { name: string }).name === name && (spec as { template?: object }).template,
  );
  const { template } = (found as { spec: unknown }).spec as { template: { spec: { containers: { image: string }[] } } };
  for (const container of template.spec.containers) container.image = 'registry.example/other:2';
}

describe('for a pull request', () => {
  test('is never longer than a comment may be, and says what is left out', () => {
    const after = changed(crowd(2000, (i) => `extra-${'x'.repeat(40)}-${i}`));
    const text = markdownOf(report(before, after));
    expect(text.length).toBeLessThan(65_000);
    expect(text).toMatch(/\*\*\d+ more lines are left out\.\*\*/);
    expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
  });

  test('shows names as text: no markup, no mention, no link', () => {
    const hostile = '<img src=x> @everyone [a](https://evil.example) `code` ![i](x) | #1';
    const after = changed({
      change: ({ objects }) => objects.push({ apiVersion: 'v1', kind: 'Thing', metadata: { name: hostile } }),
    });
    const text = markdownOf(report(before, after));
    expect(text).not.toMatch(/<img|[^\\]\[a\]|@everyone|https:\/\/evil|[^\\]`code/);
  });
});

describe('the fact behind a change', () => {
  const of = 'shop.production';
  const fact = (key: string, was: unknown, is: unknown) =>
    factsOf({ ...before, records: { [of]: { [key]: was } } }, { ...before, records: { [of]: { [key]: is } } });
  const image = { change: (w: World) => imageOf(w, 'web') };
  const [change] = compare(before.things, changed(image).things);

  test('is named when its values are in what changed, and not else', () => {
    if (!change) throw new Error('no change');
    expect(causesOf(change, fact('image', 'web:1.0.0', 'other:2'))).toEqual(['shop.production.image']);
    expect(causesOf(change, fact('size', 'small', 'large'))).toEqual([]);
    // A short value is everywhere.
    expect(causesOf(change, fact('replicas', 1, 2))).toEqual([]);
  });
});

test('lists differ by what is in the one and not in the other, not by where it stands', () => {
  const list = (before: unknown[], after: unknown[]) => differencesOf({ a: before }, { a: after });
  expect(list([1, 2], [2, 3])).toEqual([{ path: ['a'], before: [1, 2], after: [2, 3] }]);
  expect(list([1, 2], [2, 1])).toEqual([{ path: ['a'], before: [1, 2], after: [2, 1] }]);
  expect(list([{ port: 1 }, { port: 2 }], [{ port: 2 }, { port: 3 }])).toEqual([
    { path: ['a', '1', 'port'], before: 1, after: 3 },
  ]);
});
