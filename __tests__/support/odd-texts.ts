/** Texts that some reader of YAML takes for something else, or cannot read, where they are written carelessly. */

const words = ['null', 'true', 'false', 'yes', 'no', 'on', 'off', 'y', 'n', 'inf', 'nan', '.inf', '-.Inf', '.nan'];
const cased = words.flatMap((word) => [word, word.toUpperCase(), `${word[0]?.toUpperCase()}${word.slice(1)}`]);

const numbers = [
  ...[
    '0',
    '-0',
    '+1',
    '007',
    '08',
    '0o17',
    '0O17',
    '0x1F',
    '0X1f',
    '-0x1',
    '0b101',
    '0B1',
    '1_000',
    '_1',
    '1_',
    '1,000',
  ],
  ...[
    '1.0',
    '1.',
    '.5',
    '-.5',
    '1.0.0',
    '10.0.0.1',
    '1e3',
    '1E3',
    '1e+3',
    '1.5e-7',
    '12e03',
    '1234e56',
    '0e0',
    '1e',
    '0x1p-2',
  ],
  ...[
    '1:30',
    '190:20:30',
    '1:30.5',
    '-1:30',
    '9223372036854775808',
    '1e400',
    '4f2c1e9',
    '0.1',
    '00',
    '0xG',
    '0o8',
    '--1',
  ],
  ...['2001-01-01', '2001-1-1', '2001-12-14t21:59:43.10-05:00', '2001-12-14 21:59:43', '20011214', '12:30:45'],
];

const indicators = [...'-?:,[]{}#&*!|>\'"%@`=~<\\$.+/()^;'];
const around = indicators.flatMap((sign) => [
  sign,
  `${sign}a`,
  `a${sign}`,
  `${sign} a`,
  `a ${sign}`,
  `a ${sign} b`,
  `a${sign} b`,
]);

const marks = [
  '---',
  '...',
  '--- a',
  '%YAML 1.1',
  '%TAG ! x',
  '!!str a',
  '!binary',
  '&a *a',
  '*a',
  '<<',
  '=',
  '{}',
  '[]',
  '{{ a }}',
];

const whitespace = [
  '',
  ' ',
  '  ',
  '\t',
  '\n',
  '\n\n',
  ' a',
  'a ',
  '\ta',
  'a\t',
  'a\tb',
  'a: b',
  'a #b',
  'a : b',
  'a:\tb',
];
const lines = [
  ...[
    'a\nb',
    'a\nb\n',
    'a\nb\n\n',
    '\na',
    '\n a',
    ' a\nb',
    'a\n b',
    'a \nb',
    'a\n\nb',
    'a\n \nb',
    'a\nb ',
    'a\n  ',
    'a\n\t',
    '\ta\nb',
  ],
  ...[
    'a\r\nb',
    'a\rb',
    '\r',
    '- a\n- b',
    'a: b\nc: d',
    '---\na\n---\n',
    'a\n---\nb',
    'a\n...\nb',
    '#a\nb',
    'a\n#b',
    '|\n a',
    '"a\nb"',
  ],
];

const codes = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const characters = [
  ...codes(1, 0x20),
  ...codes(0x7f, 0xa0),
  0xad,
  0x85,
  0x200b,
  0x200e,
  0x2028,
  0x2029,
  0x202e,
  0x2066,
  0x3000,
]
  .concat([0xfeff, 0xfffd, 0xfffe, 0xffff, 0xe000, 0x1f4a5, 0x1fffe, 0xe0001, 0x10ffff])
  .map((code) => String.fromCodePoint(code))
  .flatMap((character) => [character, `a${character}b`, `a${character}\nb`]);

const escapes = [
  '\\n',
  '\\u0041',
  'a\\',
  '\\"',
  '"a"',
  "'a'",
  `'"`,
  "it's",
  'ü',
  '日本',
  'e\u0301',
  '\u202eabc',
  'a'.repeat(2000),
];
const long = [`${'word '.repeat(60)}end`, `${'word '.repeat(60)}\n${'word '.repeat(60)}`, `"${'x'.repeat(200)}"\n\n `];

export const oddTexts: readonly string[] = [
  ...new Set([
    ...[cased, numbers, around, marks, whitespace, lines, characters, escapes, long].flat(),
    ...numbers.map((number) => `${number}\n`),
  ]),
];
