import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { textsIn } from '../../cli/diff/kept';
import { readOptions } from '../../cli/options';
import { outputsOf } from '../../cli/outputs';
import { summary } from '../../cli/report';
import { Staging } from '../../cli/staging';
import type { Target } from '../../config/system';
import { buildInfra } from '../../infra/main';
import { originOf } from '../../model/origin';
import { Synthesis } from '../../model/synthesis';
import { check } from '../../policy/check';
import { noOverrides } from '../support/no-overrides';
import { shop, system } from '../support/shop';

/** Files beside the stacks, of a system that has nothing else. */
const target: Target = { system, environment: 'production', halves: ['terraform'], config: shop, placeholders: [] };
const scratch = fs.mkdtempSync(path.join(tmpdir(), 'terrachart-files-'));
afterAll(() => fs.rmSync(scratch, { recursive: true }));
const options = { ...readOptions(['--config', noOverrides], {}), infraOut: path.join(scratch, 'cdktf.out') };

function synthesisOf(files: Readonly<Record<string, string>>): Synthesis {
  const made = buildInfra([{ target, module: { build: () => {}, files: () => files } }]);
  return new Synthesis({ terraform: made.stacks, kubernetes: [], files: made.files }, made.index);
}

function publish(synthesis: Synthesis) {
  const staging = new Staging(path.join(scratch, 'staging'));
  try {
    return staging.publish([outputsOf(synthesis, options).files]);
  } finally {
    staging.remove();
  }
}

const texts = {
  'compose.yml': 'services: {}\n',
  'run.sh': '#!/bin/sh\nset -eu\n',
  'db/rights.sql': 'select 1;\n',
  'boards/web.json': '{}\n',
};

test('stand in a folder of their system and environment, each with a first line that says of which', () => {
  const { files } = synthesisOf(texts).parts;
  expect(Object.fromEntries(files.map((file) => [file.path, file.text]))).toEqual({
    'shop-production/compose.yml': '# Terrachart: shop in production\nservices: {}\n',
    'shop-production/run.sh': '#!/bin/sh\n# Terrachart: shop in production\nset -eu\n',
    'shop-production/db/rights.sql': '-- Terrachart: shop in production\nselect 1;\n',
    'shop-production/boards/web.json': '{}\n',
  });
  const marked = files.filter(({ name }) => !name.endsWith('.json'));
  for (const { text } of marked) expect(originOf(text)).toEqual({ system: 'shop', environment: 'production' });
});

test.each(['../up.yml', '/etc/x.yml', 'a//b.yml', '.hidden.yml', 'a/../b.yml'])('none leads out of it: %s', (name) => {
  expect(() => synthesisOf({ [name]: '' })).toThrow(`${name}: not a path below a folder`);
});

test('one of a language whose comments nobody knows is refused', () => {
  expect(() => synthesisOf({ Caddyfile: '' })).toThrow('Caddyfile: how are comments written there?');
});

test('are published; what is no longer made is removed, and nothing that others put there', () => {
  const folder = path.join(options.infraOut, 'files');
  const stale = Object.keys(texts).map((name) => path.join('shop-production', name));
  expect(publish(synthesisOf(texts))).toEqual([{ written: [...stale].sort(), removed: [], foreign: [] }]);
  expect(publish(synthesisOf(texts))).toEqual([{ written: [], removed: [], foreign: [] }]);
  const mine = path.join(folder, 'shop-production/mine.env');
  fs.writeFileSync(mine, 'A=b\n');
  expect(publish(synthesisOf({ 'other.yml': '' }))).toEqual([
    { written: [path.join('shop-production', 'other.yml')], removed: stale.sort(), foreign: [] },
  ]);
  expect(fs.readFileSync(mine, 'utf8')).toBe('A=b\n');
  expect(fs.existsSync(path.join(folder, 'shop-production/db'))).toBe(false);
});

test('are in the summary, and in the difference that a watch prints', () => {
  const synthesis = synthesisOf(texts);
  const published = publish(synthesis);
  const report = summary({ options, synthesis, published, targets: [target], warnings: [], seconds: 1 });
  expect(report).toMatch(/^Files +.*files\/ +size$/m);
  expect(report).toMatch(/^db\/rights\.sql +shop-production\/db\/rights\.sql +0\.0 KiB$/m);
  const seen = Object.keys(textsIn(options.infraOut)).map((file) => file.split(path.sep).join('/'));
  expect(seen).toEqual(expect.arrayContaining(Object.keys(texts).map((name) => `files/shop-production/${name}`)));
});

test('are held against the rules, whichever environment is looked at', () => {
  const text = ['services: { db: { environment: { POSTGRES_PASSWORD: hunter } } }', ''].join('\n');
  const { findings } = check(synthesisOf({ 'compose.yml': text }).view('local'));
  expect(findings.map(({ object, detail }) => `${object}: ${detail}`)).toEqual([
    'files/shop-production/compose.yml: services.db.environment.POSTGRES_PASSWORD holds a value where a secret belongs',
  ]);
});
