import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { parse } from 'yaml';
import { placeholdersIn } from '../../config/placeholders';
import { systems } from '../../synthesis/systems';
import { loadTargets } from '../../synthesis/targets';

const example = path.join(__dirname, '../../terrachart.example.yaml');

/** What the example chooses and nobody has to replace. */
const choices = ['letsencrypt-staging', 'create'];

function textsIn(part: unknown): string[] {
  if (typeof part === 'string') return [part];
  return typeof part === 'object' && part !== null ? Object.values(part).flatMap(textsIn) : [];
}

const leftIn = (text: string) => placeholdersIn({ at: text }, ['my-own']).length > 0;

test.each([
  ['a value that stands for the user', ['my-own']],
  ['an image that does, under any tag', ['my-own:1.0.0', 'my-own:2.0.0']],
  ['names that are reserved', ['example.com', 'a.b.example.net', 'EXAMPLE.ORG', 'vote.example', 'db.invalid']],
  ['names in something else', ['ops@example.com', 'registry.example.com:5000/app:1', 'https://example.org/x']],
  ['ranges that are reserved', ['192.0.2.0/24', '198.51.100.7/32', '203.0.113.128/25', '203.0.113.9']],
])('%s: a placeholder', (_, texts) => {
  expect(texts.filter((text) => !leftIn(text))).toEqual([]);
});

test.each([
  ['names that work where somebody made them work', ['vote.localhost', 'vote.test', 'a.b.localhost']],
  [
    'names that only look like it',
    ['myexample.com', 'example.com.acme.io', 'example', 'ghcr.io/example/x', 'example.co'],
  ],
  ['ranges of others', ['203.0.112.0/24', '0.0.0.0/0', '10.0.0.0/8', '203.0.0.0/16']],
  ['parts of a value that stands for the user', ['my-own-shop', 'not-my-own']],
])('%s: none', (_, texts) => {
  expect(texts.filter(leftIn)).toEqual([]);
});

test('each is named with its path; those of a list with the path of the list', () => {
  const record = { a: { b: 'x.example.com' }, ranges: ['10.0.0.0/8', '203.0.113.0/24'], count: 3, none: undefined };
  expect(placeholdersIn(record, [])).toEqual(['a.b: x.example.com', 'ranges: 203.0.113.0/24']);
});

test('a value that stands for the user at one place only may stand by right at another', () => {
  const record = { project: 'shop', database: { name: 'shop' }, installation: 1, replicas: 1 };
  expect(placeholdersIn(record, ['project: shop', 'installation: 1'])).toEqual(['project: shop', 'installation: 1']);
});

test('every text of the example is one, or a choice that can stay', () => {
  const texts = textsIn(parse(readFileSync(example, 'utf8')));
  const targets = loadTargets(example);
  const left = targets.flatMap(({ placeholders }) => placeholders.map((line) => line.replace(/^[^:]*: /, '')));
  expect(texts.filter((text) => !left.includes(text) && !choices.includes(text))).toEqual([]);
});

test('what stands for the user is in a built-in record or in the example, so that no value is refused for nothing', () => {
  const inExample = textsIn(parse(readFileSync(example, 'utf8')));
  for (const { record, placeholders = [] } of systems.flatMap(({ environments }) => Object.values(environments))) {
    const shown = [...textsIn(record), ...inExample];
    const standsFor = (value: string) =>
      shown.some((text) => text === value || text.startsWith(`${value}:`)) ||
      placeholdersIn(record, [value]).length > 0;
    expect(placeholders.filter((value) => !standsFor(value))).toEqual([]);
  }
});

test('every environment that Terraform makes somewhere else than on a laptop is guarded, and no other', () => {
  for (const { environments } of systems) {
    for (const [name, { halves, placeholders }] of Object.entries(environments)) {
      expect(placeholders !== undefined).toBe(name !== 'local' && halves.includes('terraform'));
    }
  }
});

test('a laptop may use any name', () => {
  const left = loadTargets().filter(({ environment }) => environment === 'local');
  expect(left.flatMap(({ placeholders }) => placeholders)).toEqual([]);
});
