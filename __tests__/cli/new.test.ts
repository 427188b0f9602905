import { existsSync } from 'node:fs';
import * as path from 'node:path';
import { main } from '../../cli/commands';
import { renamed } from '../../cli/new/names';
import { systemOf } from '../../cli/new/system';
import { filesOf, varied } from '../../cli/new/template';
import { root } from '../../cli/options';
import { sourcesNaming } from '../../cli/system-files';

/** What a command line that is refused says. */
async function refused(...args: string[]): Promise<string> {
  const error = jest.spyOn(console, 'error').mockImplementation();
  try {
    expect(await main(['new', ...args])).toBe(1);
    return error.mock.calls.flat().join('\n');
  } finally {
    error.mockRestore();
  }
}

/** A name that nothing else here has. */
const kiosk = ['corner', 'kiosk'].join('-');

test('a name is written as each place writes it', () => {
  const text = "newSystem in 'config/new-system' is a NewSystemConfig";
  expect(renamed(text, 'new-system', 'small-car')).toBe("smallCar in 'config/small-car' is a SmallCarConfig");
});

test('a line is made for the variants that it names, as often as there are names', () => {
  const text = [
    'always',
    'a // only gcp aws',
    'gcp: b, // each gcp',
    '--env none # each none',
    '<p> <!-- only none -->',
  ];
  expect(varied(text.join('\n'), { gcp: ['production', 'staging'] })).toBe(
    ['always', 'a', 'production: b,', 'staging: b,'].join('\n'),
  );
  expect(varied(text.join('\n'), { none: ['production'] })).toBe(['always', '--env production', '<p>'].join('\n'));
});

describe.each(['gcp', 'aws', 'none'] as const)('a system on %s', (cloud) => {
  const { files, halves, environments } = systemOf(kiosk, { cloud });
  const texts = Object.values(files).join('\n');

  test('has the files of that cloud and of the laptop, and of no other', () => {
    expect(environments).toEqual(['local', 'production']);
    expect(halves).toEqual(['terraform', 'kubernetes']);
    const names = Object.keys(files).map((file) => path.basename(file));
    const own = { gcp: 'on-google.ts', aws: 'on-aws.ts', none: 'on-cluster.ts' };
    for (const [of, name] of Object.entries(own)) expect(names.includes(name)).toBe(of === cloud);
    expect(names.filter((name) => name === 'laptop.ts')).toHaveLength(2);
  });

  test('imports nothing of its own that is not there, and keeps no word of the template', () => {
    expect(texts).not.toMatch(/new-?system|(\/\/|#|<!--) (only|each) /i);
    for (const [file, text] of Object.entries(files)) {
      for (const [, target = ''] of text.matchAll(/(?:from|import\() ?'(\.[^']+)'/g)) {
        const at = path.posix.join(path.posix.dirname(file), target);
        const there = [`${at}.ts`, `${at}/index.ts`].some((name) => name in files || existsSync(path.join(root, name)));
        expect([file, target, there]).toEqual([file, target, true]);
      }
    }
  });
});

test('a system for a cluster that is there has no Terraform', () => {
  const { files, halves } = systemOf(kiosk, { environments: 'production' });
  expect(halves).toEqual(['kubernetes']);
  expect(Object.keys(files).filter((file) => file.includes('infra'))).toEqual([]);
});

test.each(['component', 'rule'])('a %s has its test', (kind) => {
  const files = Object.keys(filesOf(kind, `new-${kind}`, kiosk));
  expect(files.map((file) => file.startsWith('__tests__/'))).toEqual([true, false]);
});

test.each([
  [['sistem', 'x'], 'sistem: no kind of thing; did you mean system?'],
  [['system'], 'new system: expected system NAME'],
  [['system', 'Kiosk'], 'system: "Kiosk" - expected lower-case words parted by dashes'],
  [['system', kiosk, '--cloud', 'gpc'], '--cloud: gpc; did you mean gcp?'],
  [['system', kiosk, '--environments', 'a,a'], '--environments: a is named twice'],
  [['system', kiosk, '--cloud', 'aws', '--environments', 'local'], '--environments: only local'],
  [['system', 'component'], 'component is a word of sources that know no system'],
  [['component', 'kiosk', '--cloud', 'gcp'], '--cloud: a component has no such option'],
  [['component', 'redis'], 'manifests/components/redis.ts: is there already'],
  [['rule', 'scraping'], 'rule: scraping is there already'],
  [['environment', 'kiosk', 'staging'], 'system: kiosk: no such system'],
] as const)('%p is refused, and nothing is written', async (args, says) => {
  expect(await refused(...args)).toContain(says);
  expect(sourcesNaming(kiosk)).toEqual([]);
});
