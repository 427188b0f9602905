import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { down, onLaptop, up } from '../../cli/laptop';
import { type Options, readOptions, root } from '../../cli/options';
import { Staging } from '../../cli/staging';
import { synth } from '../../cli/synth';
import { InputError } from '../../config/system';
import { suggest } from '../../config/validate';
import { systems } from '../../synthesis/systems';
import { loadTargets } from '../../synthesis/targets';
import { builtInSynthesis } from '../support/built-in';
import { noOverrides } from '../support/no-overrides';
import { shown, testShown } from '../support/shown';

const scratch = fs.mkdtempSync(path.join(tmpdir(), 'terrachart-synth-'));
afterAll(() => fs.rmSync(scratch, { recursive: true }));

/** Options of a synth into a folder of its own. */
function into(name: string, ...args: string[]): Options {
  const folder = path.join(scratch, name);
  return {
    ...readOptions(['--config', noOverrides, ...args], {}),
    infraOut: path.join(folder, 'cdktf.out'),
    manifestsOut: path.join(folder, 'dist'),
  };
}

/** Content of every file below a folder, by its path from there. */
function tree(folder: string): Record<string, string> {
  const files = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files
      .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
      .sort()
      .map((file) => [path.relative(folder, file), fs.readFileSync(file, 'utf8')]),
  );
}

/** The program as users start it. */
function run(cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { PATH = '', HOME = '' } = process.env;
  return spawnSync(process.execPath, [path.join(root, 'cli/run.js'), ...args], {
    cwd,
    env: { PATH, HOME, TERRACHART_CONFIG: noOverrides, ...env },
    encoding: 'utf8',
    timeout: 120_000,
  });
}

function write(name: string, text: string): string {
  const file = path.join(scratch, name);
  fs.writeFileSync(file, text);
  return file;
}

const { terraform, kubernetes, files } = builtInSynthesis().parts;
const chartsOf = (environment: string, of?: string) =>
  kubernetes.filter((chart) => chart.environment === environment && (of === undefined || chart.system === of));
const [system = { name: '', environments: {} }] = systems;
/** One system with charts in two environments: what holds for it need not be made for all again. */
const one =
  systems.find(({ name }) => ['local', 'production'].every((environment) => chartsOf(environment, name).length > 0))
    ?.name ?? '';

/** Without a system there is nothing to make, and nothing to refuse. */
const describeSynth = system.name ? describe : describe.skip;

describeSynth('a synth', () => {
  const first = into('first');
  let report = '';
  beforeAll(async () => {
    report = await synth(first);
  });

  test('writes both halves where their CLIs look', () => {
    const stacks = terraform.map(({ path }) => path);
    expect(stacks.length).toBeGreaterThan(0);
    const others = files.map(({ path }) => `files/${path}`);
    expect(Object.keys(tree(first.infraOut))).toEqual(['manifest.json', ...stacks, ...others].sort());
    const charts = chartsOf('local').map(({ path }) => path);
    expect(charts.length).toBeGreaterThan(0);
    expect(fs.readdirSync(first.manifestsOut).sort()).toEqual([...charts].sort());
  });

  test('says what it made and what users bring', () => {
    expect(report).toMatch(/^Terraform +resources/m);
    for (const { name, objects } of chartsOf('local')) {
      expect(report).toMatch(new RegExp(`^${name} +${objects.length} +${name}\\.k8s\\.yaml +[\\d.]+ KiB$`, 'm'));
    }
    expect(report).toMatch(/\d+ files in [\d.]+ s: \d+ written, 0 removed\./);
    expect(report.includes('Images that you build and push:')).toBe(shown('images that are built here'));
    const left = loadTargets().filter(({ halves }) => halves.includes('terraform'));
    for (const { system, environment, placeholders } of left) {
      for (const line of placeholders) expect(report).toContain(`  ${system.name}.${environment}.${line}\n`);
    }
  });

  test('a second one changes nothing and says so', async () => {
    const again = into('again', '--system', one);
    await synth(again);
    const times = () =>
      fs.readdirSync(again.manifestsOut).map((file) => fs.statSync(path.join(again.manifestsOut, file)).mtimeMs);
    const before = times();
    expect(await synth(again)).toContain('nothing changed');
    expect(times()).toEqual(before);
  });

  test('leaves no staging behind', () => {
    expect(fs.existsSync(path.join(root, '.terrachart/staging', String(process.pid)))).toBe(false);
  });

  test('another environment replaces the charts and removes the stale ones; other files stay', async () => {
    const options = into('switch', '--system', one);
    await synth(options);
    for (const name of ['mine.yaml', 'mine.k8s.yaml', 'notes.txt'])
      fs.writeFileSync(path.join(options.manifestsOut, name), 'mine');
    const [stack] = terraform.filter((each) => each.system === one);
    const lock = path.join(options.infraOut, path.dirname(stack?.path ?? ''), '.terraform.lock.hcl');
    fs.writeFileSync(lock, 'lock');
    const stale = path.join(options.infraOut, 'stacks/gone/cdk.tf.json');
    fs.mkdirSync(path.dirname(stale));
    fs.writeFileSync(stale, '{ "//": { "metadata": { "stackName": "gone" } } }');
    const mine = path.join(options.infraOut, 'stacks/mine/cdk.tf.json');
    fs.mkdirSync(path.dirname(mine));
    fs.writeFileSync(mine, '{}');
    const said: string[] = [];
    report = await synth({ ...options, environment: 'production' }, (line) => said.push(line));
    expect(said).toEqual([
      `${path.relative(root, options.manifestsOut)}/ holds production now, and no longer local: --env or TERRACHART_ENV decides.`,
    ]);
    const charts = chartsOf('production', one).map(({ path }) => path);
    if (shown('objects of local alone'))
      expect(charts).not.toEqual(expect.arrayContaining(chartsOf('local', one).map(({ path }) => path)));
    const mineToo = ['mine.yaml', 'mine.k8s.yaml', 'notes.txt'];
    expect(fs.readdirSync(options.manifestsOut).sort()).toEqual([...charts, ...mineToo].sort());
    const named = /^Not made by a synth.*\n((?: {2}.*(?:\n|$))*)/m.exec(report)?.[1] ?? '';
    expect(
      named
        .trim()
        .split(/\s+/)
        .map((file) => path.basename(file)),
    ).toEqual(['mine.k8s.yaml', 'mine.yaml']);
    expect(fs.existsSync(mine)).toBe(true);
    expect(fs.existsSync(lock)).toBe(true);
    expect(fs.existsSync(path.dirname(stale))).toBe(false);
  });

  test('holds no path of the machine', () => {
    for (const text of Object.values({ ...tree(first.infraOut), ...tree(first.manifestsOut) })) {
      expect(text).not.toContain(root);
      expect(text).not.toContain(scratch);
    }
  });

  test('names system and environment in the first line of each file of charts', () => {
    for (const [file, text] of Object.entries(tree(first.manifestsOut))) {
      const [, system = 'none'] = /^# Terrachart: (\S+) in local\n/.exec(text) ?? [];
      expect(file).toMatch(new RegExp(`^(00-)?${system}-`));
    }
  });

  test('says which configuration it read, as one would type it', async () => {
    expect(report).toContain(`Read ${path.relative(process.cwd(), noOverrides)}.`);
    const none = { ...into('none', '--system', one), config: [] };
    expect(await synth({ ...none, infra: false })).toContain('Read no configuration: there is no terrachart.yaml');
  });

  testShown('own name in both halves')('overrides reach both halves', async () => {
    // A name that only the user can know, of something that both halves speak of.
    const says = (parts: readonly { system: string; text: string }[], of: string, value: string) =>
      parts.some(({ system, text }) => system === of && text.includes(value));
    const [found] = loadTargets()
      .filter(({ environment }) => environment === 'production')
      .flatMap(({ system: { name }, placeholders }) => placeholders.map((line) => [name, ...line.split(': ')] as const))
      .filter(
        ([name, , value = '']) =>
          value.startsWith('my-') && says(terraform, name, value) && says(chartsOf('production'), name, value),
      );
    const [name = '', keys = '', value = ''] = found ?? [];
    const mine = value.replace(/^my/, 'acme');
    expect(found).toBeDefined();
    const record = keys.split('.').reduceRight<unknown>((below, key) => ({ [key]: below }), mine);
    const config = write('acme.yaml', JSON.stringify({ [name]: { production: record } }));
    const options = into('acme', '--config', config, '--env', 'production', '--system', name);
    await synth(options);
    for (const folder of [options.infraOut, options.manifestsOut]) {
      const text = Object.values(tree(folder)).join();
      expect(text).toContain(mine);
      expect(text).not.toContain(value);
    }
  });
});

describeSynth('a synth that is refused', () => {
  test('exits with 1, names every problem, and leaves the output as it was', async () => {
    const options = into('refused', '--only', 'manifests');
    await synth(options);
    const before = tree(path.join(scratch, 'refused'));
    write('bad.yaml', `${system.name}: { moon: {}, prod: {} }`);
    const known = (name: string) => suggest(name, Object.keys(system.environments));
    const column = system.name.length + 5;
    const outcome = run(scratch, ['synth', '--only', 'manifests', '--config', 'bad.yaml'], {
      CDK8S_OUTDIR: options.manifestsOut,
    });
    expect(outcome.status).toBe(1);
    expect(outcome.stderr).toBe(
      [
        'bad.yaml has 2 problems:',
        `  bad.yaml:1:${column}: ${system.name}.moon: unknown key${known('moon')}`,
        `  bad.yaml:1:${column + 'moon: {}, '.length}: ${system.name}.prod: unknown key${known('prod')}`,
        '',
      ].join('\n'),
    );
    expect(tree(path.join(scratch, 'refused'))).toEqual(before);
  });

  test.each<[string, string[], string]>([
    ['a system', ['--system', `${system.name}x`], `no such system; did you mean ${system.name}?`],
    ['an environment', ['--env', 'prod'], 'no such environment; did you mean production?'],
    ['an option', ['--sytem', 'x'], "Unknown option '--sytem'"],
    ['a half', ['--only', 'helm'], 'expected infra or manifests'],
    ['a file', ['--config', 'absent.yaml'], 'absent.yaml: no such file'],
  ])('names an unknown %s', async (_, args, message) => {
    const refused = (async () => synth(readOptions(['--config', noOverrides, ...args], {})))();
    await expect(refused).rejects.toThrow(InputError);
    await expect(refused).rejects.toThrow(message);
  });

  test('an import that finds nothing says so in a line or two, and changes nothing', () => {
    const { status, stderr } = run(scratch, ['import', '--from', 'nowhere']);
    expect(status).toBe(1);
    expect(stderr).toMatch(/nowhere\/cert-manager\.yaml/);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test('an output folder that cannot be written is one line', () => {
    const file = write('not-a-folder', '');
    const { status, stderr } = run(scratch, ['synth', '--only', 'infra', '--system', system.name], {
      CDKTF_OUTDIR: path.join(file, 'cdktf.out'),
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^E[A-Z]+: .*not-a-folder.*\n$/);
  });
});

describe('options', () => {
  test('the environment speaks where the CLIs pass no flags, and flags win', () => {
    const env = { TERRACHART_ENV: 'production', TERRACHART_SYSTEM: 'a, b', TERRACHART_CONFIG: '/tmp/x.yaml' };
    expect(readOptions([], env)).toMatchObject({
      environment: 'production',
      systems: ['a', 'b'],
      config: ['/tmp/x.yaml'],
    });
    expect(readOptions(['--env', 'local', '--system', 'c'], env)).toMatchObject({
      environment: 'local',
      systems: ['c'],
    });
  });

  test('the folders that the CLIs name count only at their own door', () => {
    const env = { CDKTF_OUTDIR: '/tmp/t', CDK8S_OUTDIR: '/tmp/k' };
    expect(readOptions([], env)).toMatchObject({
      infraOut: path.join(root, 'cdktf.out'),
      manifestsOut: path.join(root, 'dist'),
    });
    expect(readOptions(['--only', 'manifests'], env)).toMatchObject({ infra: false, manifestsOut: '/tmp/k' });
  });

  test('a relative file is looked up where the user typed it', () => {
    expect(readOptions(['--config', 'x.yaml'], { INIT_CWD: '/home/me' }).config).toEqual(['/home/me/x.yaml']);
  });

  test('HCL, which cdktf asks for by a variable, is refused with the reason', () => {
    expect(() => readOptions([], { SYNTH_HCL_OUTPUT: 'true' })).toThrow('--hcl: leave it out');
    expect(() => readOptions([], { SYNTH_HCL_OUTPUT: 'false' })).not.toThrow();
  });

  test('nonsense is an InputError', () => {
    expect(() => readOptions(['extra'], {})).toThrow(InputError);
  });
});

(onLaptop().length > 0 ? describe : describe.skip)('deploying to a laptop', () => {
  const { stdin } = process;
  afterEach(() => Object.defineProperty(process, 'stdin', { value: stdin }));

  const verbs = Object.entries({ up, down });

  test.each(verbs)('%s without a terminal says how to say yes, and does nothing', async (verb, { run }) => {
    Object.defineProperty(process, 'stdin', { value: { isTTY: undefined }, configurable: true });
    const [system = ''] = onLaptop();
    const answer = run({}, () => {}, [system]);
    await expect(answer).rejects.toThrow(InputError);
    await expect(answer).rejects.toThrow(`npm run ${verb} -- ${system} --auto-approve: goes ahead`);
  });

  test.each(verbs)('%s of no system, or of a misspelt one, names those that there are', async (_, { run }) => {
    const [system = '', ...others] = onLaptop();
    await expect(run({}, () => {}, [])).rejects.toThrow(`one of ${[system, ...others].join(', ')}`);
    const misspelt = [`${system}x`, '--auto-approve'];
    await expect(run({}, () => {}, misspelt)).rejects.toThrow(`did you mean ${system}?`);
  });
});

describe('staging', () => {
  test('what a killed run left behind is cleared; what a running one holds is not', () => {
    const parent = path.join(scratch, 'staging');
    const { pid: dead } = spawnSync(process.execPath, ['--version']);
    fs.mkdirSync(path.join(parent, String(dead)), { recursive: true });
    fs.mkdirSync(path.join(parent, String(process.ppid)));
    const staging = new Staging(parent);
    expect(fs.readdirSync(parent).sort()).toEqual([String(process.ppid), String(process.pid)].sort());
    staging.remove();
    expect(fs.readdirSync(parent)).toEqual([String(process.ppid)]);
  });

  test('what a run that was killed between two renames left is repaired by the next', () => {
    const staging = new Staging(path.join(scratch, 'half'));
    const target = path.join(scratch, 'half-target');
    fs.mkdirSync(target);
    fs.writeFileSync(path.join(target, 'a.k8s.yaml'), 'new');
    for (const file of ['b.k8s.yaml', 'c.k8s.yaml']) fs.writeFileSync(path.join(target, file), 'old');
    const files = { 'a.k8s.yaml': 'new', 'b.k8s.yaml': 'new' };
    const published = staging.publish([{ files, target, isGenerated: (file) => file.endsWith('.k8s.yaml') }]);
    expect(published).toEqual([{ written: ['b.k8s.yaml'], removed: ['c.k8s.yaml'], foreign: [] }]);
    expect(tree(target)).toEqual({ 'a.k8s.yaml': 'new', 'b.k8s.yaml': 'new' });
    staging.remove();
  });
});

describe('the repository', () => {
  test('.gitignore keeps state, secrets and output out', () => {
    const names = ['a.crt', 'a.key', 'a.pem', 'kubeconfig', 'kubeconfig-prod', 'terraform.tfstate', 'x.tfstate.backup'];
    const more = [
      'prod.tfvars',
      'inventory.yaml',
      'fastapi-secret.yaml',
      '.terrachart/state',
      'dist/a.yaml',
      'cdktf.out/a',
    ];
    const deep = [...names, 'inventory.yaml'].map((name) => `infra/systems/x/${name}`);
    const all = [...names, ...more, ...deep];
    const ignored = execFileSync('git', ['check-ignore', '--no-index', ...all], { cwd: root, encoding: 'utf8' });
    expect(ignored.trim().split('\n')).toEqual(all);
  });

  test("terrachart.yaml is the user's record and not ignored", () => {
    expect(spawnSync('git', ['check-ignore', '--no-index', 'terrachart.yaml'], { cwd: root }).status).toBe(1);
  });
});
