import { execFileSync, spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { parse } from 'yaml';
import { root } from '../../cli/options';
import { systems } from '../../synthesis/systems';
import { copyRepository } from '../support/copy';
import { testShown } from '../support/shown';

jest.setTimeout(300_000);

const copy = fs.mkdtempSync(path.join(tmpdir(), 'terrachart-doors-'));
const at = (file: string) => path.join(copy, file);
const { PATH = '', HOME = '' } = process.env;
const env = { PATH, HOME, CDK8S_CHECK_UPGRADE: 'false' };

beforeAll(() => {
  for (const file of copyRepository(copy).filter((name) => /^terrachart\.ya?ml$/.test(name))) fs.rmSync(at(file));
  fs.symlinkSync(path.join(root, 'node_modules'), at('node_modules'));
  execFileSync('git', ['init', '--quiet'], { cwd: copy });
});
afterAll(() => fs.rmSync(copy, { recursive: true }));

test('cdk8s synth, which empties dist/ first, does not turn production into local without a word', () => {
  const run = (program: string, ...args: string[]) =>
    spawnSync(program, args, { cwd: copy, env, encoding: 'utf8', timeout: 120_000 });
  expect(run(process.execPath, 'cli/run.js', 'synth', '--only', 'manifests', '--env', 'production').status).toBe(0);
  const first = run(at('node_modules/.bin/cdk8s'), 'synth');
  expect([first.status, first.stderr]).toEqual([
    0,
    'dist/ holds local now, and no longer production: --env or TERRACHART_ENV decides.\n',
  ]);
  const second = run(at('node_modules/.bin/cdk8s'), 'synth');
  expect([second.status, second.stderr]).toEqual([0, '']);
});

test('the doors of both CLIs give the same bytes, the program from any working directory', () => {
  const [{ name = '' } = {}] = systems.filter(({ environments }) => environments.local?.halves.includes('kubernetes'));
  const run = (cwd: string, only: string, more: Readonly<Record<string, string>>) =>
    spawnSync(process.execPath, [at('cli/run.js'), 'synth', '--system', name, ...(only ? ['--only', only] : [])], {
      cwd,
      env: { ...env, ...more },
      encoding: 'utf8',
    });
  const door = (half: string) => path.join(copy, '.terrachart', 'door', half);
  expect(run(copy, '', {}).status).toBe(0);
  expect(run('/', 'infra', { CDKTF_OUTDIR: door('cdktf.out') }).status).toBe(0);
  const charts = run('/', 'manifests', { CDK8S_OUTDIR: door('dist') });
  expect([charts.status, charts.stderr]).toEqual([0, '']);
  for (const half of ['cdktf.out', 'dist']) {
    const same = spawnSync('diff', ['--recursive', '--brief', at(half), door(half)], { encoding: 'utf8' });
    expect([same.status, same.stdout]).toEqual([0, '']);
  }
});

testShown('configuration in the README')(
  'watch sees a configuration that is made later, and each time that it is saved by a rename',
  async () => {
    const [[system, record] = []] = Object.entries(
      parse(fs.readFileSync(at('terrachart.example.yaml'), 'utf8')) as Record<string, object>,
    );
    const configure = (domain: string) => {
      const text = JSON.stringify({ [String(system)]: record }).replaceAll('example.com', domain);
      fs.writeFileSync(at('terrachart.yaml.new'), text);
      fs.renameSync(at('terrachart.yaml.new'), at('terrachart.yaml'));
    };
    const synth = ['cli/run.js', 'synth', '--only', 'manifests'];
    expect(spawnSync(process.execPath, synth, { cwd: copy, env }).status).toBe(0);
    const args = ['cli/run.js', 'watch', '--only', 'manifests', '--env', 'production'];
    const watch = spawn(process.execPath, args, { cwd: copy, env });
    let printed = '';
    let look = (): void => {};
    const hear = (chunk: Buffer) => {
      printed += chunk;
      look();
    };
    watch.stdout.on('data', hear);
    watch.stderr.on('data', hear);
    const seen = (text: RegExp) =>
      new Promise<void>((resolve) => {
        look = () => text.test(printed) && resolve();
        look();
      });
    try {
      await seen(/^\d+\.\d+ s$/m);
      expect(printed).toContain('dist/ holds production now, and no longer local');
      for (const domain of ['one.example', 'two.example', 'three.example']) {
        printed = '';
        configure(domain);
        await seen(new RegExp(`^\\+ .*${domain.replace('.', '\\.')}`, 'm'));
      }
    } finally {
      watch.kill();
    }
  },
);
