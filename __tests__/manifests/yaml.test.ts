import { parseDocument } from 'yaml';
import { toYaml } from '../../model/yaml';
import { oddTexts } from '../support/odd-texts';

/** Everywhere that a text can stand in an object. */
const placed = (text: string) => ({ value: text, [text]: 1, list: [text, [text]], nested: { deep: { [text]: text } } });

const read = (yaml: string, version: '1.1' | '1.2'): unknown => {
  const document = parseDocument(yaml, { version, merge: true });
  if (document.errors[0]) throw document.errors[0];
  return document.toJS();
};

test.each(['1.1', '1.2'] as const)('hundreds of odd texts are read back by YAML %s as they were written', (version) => {
  expect(oddTexts.length).toBeGreaterThan(500);
  for (const text of oddTexts) expect(read(toYaml(placed(text)), version)).toEqual(placed(text));
});

test('holds nothing that does not print, that breaks a line elsewhere than at its end, or that turns the direction', () => {
  const yaml = toYaml(...oddTexts.map(placed));
  expect(yaml.match(/[\p{C}\p{Z}]/gu)?.filter((character) => !/^[ \n]$/.test(character))).toEqual([]);
});

test('what every reader takes for text stays plain, and a script stays a block', () => {
  const plain = [
    'app',
    'v1.2.3',
    '10.0.0.0/8',
    '1Gi',
    '30s',
    '-e',
    '30 2 * * *',
    'a b',
    'a-b_c',
    '/bin/sh',
    '1.4.2-rc1',
  ];
  expect(toYaml({ plain })).toBe(`plain:\n${plain.map((text) => `  - ${text}\n`).join('')}`);
  expect(toYaml({ script: 'set -e\n\n  run "$x"\n' })).toBe('script: |\n  set -e\n\n    run "$x"\n');
  expect(toYaml({ a: { b: 1 } }, { a: ['x'], none: [], empty: {} })).toBe(
    'a:\n  b: 1\n---\na:\n  - x\nnone: []\nempty: {}\n',
  );
});

test('two parts that are the same object are written twice', () => {
  const part = { cpu: '1' };
  expect(toYaml({ limits: part, requests: part })).toBe('limits:\n  cpu: "1"\nrequests:\n  cpu: "1"\n');
});

test('a field that is undefined is none, however deep', () => {
  expect(toYaml({ a: undefined, b: { c: undefined, d: [{ e: undefined, f: 1 }] } })).toBe('b:\n  d:\n    - f: 1\n');
});
