import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { root } from '../cli/options';
import { isOwn, mentionOf, sharedFiles, withoutSystem } from '../cli/system-files';
import { systems } from '../synthesis/systems';
import { testEach } from './support/shown';

/** What `npm run remove` counts on: of a page that is shared, it finds what is of the system. */
const files = sharedFiles([]).map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') }));

testEach(systems.map(({ name }) => name))('%s is named by shared files in its own part only', (name) => {
  const naming = files.filter(
    ({ file, text }) => !isOwn(file, name) && mentionOf(name).test(withoutSystem(text, name)),
  );
  expect(naming.map(({ file }) => file)).toEqual([]);
});

test('a part that begins ends, and is of a system', () => {
  // The shop is that of the examples.
  const names = [...systems.map(({ name }) => name), 'shop'];
  for (const { file, text } of files) {
    const marks = [...text.matchAll(/^ *(?:<!--|#) (of|end of) ([a-z0-9-]+)(?: -->)?$/gm)];
    const [begun, ended] = ['of', 'end of'].map((kind) => marks.filter(([, found]) => found === kind));
    const said = (found = marks) => [file, ...found.map(([, , name]) => name)];
    expect(said(ended)).toEqual(said(begun));
    expect(
      said()
        .slice(1)
        .filter((name) => !names.includes(name as string)),
    ).toEqual([]);
  }
});

test('what is of a system is taken out, and nothing else', () => {
  const page = [
    '| `shop` | sells |',
    '| `shopping` | buys |',
    '<!-- of shop -->',
    'The shop.',
    '<!-- end of shop -->',
    '',
    'Everybody.',
    '    # of shop',
    '    - run: shop',
    '    # end of shop',
    'shop:',
    '  local: {}',
    '<!-- copied from a run -->',
    '```text',
    'shop-local  8',
    'all  12',
    '```',
    '```yaml',
    'shop:',
    '  local: {}',
    '```',
    'bank:',
    '  local: {}',
    '',
  ];
  expect(withoutSystem(page.join('\n'), 'shop')).toBe(
    [
      '| `shopping` | buys |',
      'Everybody.',
      '<!-- copied from a run -->',
      '```text',
      'all  12',
      '```',
      'bank:',
      '  local: {}',
      '',
    ].join('\n'),
  );
});
