import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import * as path from 'node:path';
import { parse } from '../../cli/command';
import { commands, main } from '../../cli/commands';
import { root } from '../../cli/options';
import { painted, perform } from '../../cli/print';
import { InputError } from '../../config/system';

const names = Object.keys(commands);
const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { scripts: object };

/** What a command line prints, and its exit code. */
async function answer(work: () => Promise<number>) {
  const [out, err] = (['log', 'error'] as const).map((stream) => jest.spyOn(console, stream).mockImplementation());
  try {
    const code = await work();
    const text = (spy: typeof out) => spy?.mock.calls.flat().join('\n') ?? '';
    return { code, out: text(out), err: text(err) };
  } finally {
    jest.restoreAllMocks();
  }
}

const typed = (...args: string[]) => answer(() => main(args));

describe('the front door', () => {
  test('lists every command, and the exit codes, to one who types none or asks for help', async () => {
    for (const args of [[], ['--help'], ['help']]) {
      const { code, out } = await typed(...args);
      expect(code).toBe(0);
      for (const name of names) expect(out).toMatch(new RegExp(`^  ${name} +\\S`, 'm'));
      expect(out).toContain('Exit codes: 0 done, 1 something to mend, 2 a mistake in this program.');
    }
  });

  test.each(names)('%s is an npm script, and --help tells what it does and does nothing', async (name) => {
    expect(scripts).toHaveProperty(name, `node cli/run.js ${name}`);
    const written = path.join(root, 'config/terrachart.schema.json');
    const before = statSync(written).mtimeMs;
    const { code, out, err } = await typed(name, '--help');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(new RegExp(`^Usage: terrachart ${name} `));
    expect(out).toMatch(/^ {2}--help +this text$/m);
    expect(statSync(written).mtimeMs).toBe(before);
  });

  test.each([
    ['polcy', 'Unknown command:\n  polcy: no such command; did you mean policy?'],
    ['toString', `Unknown command:\n  toString: no such command; known: ${names.join(', ')}`],
  ])('an unknown command is told in two lines: %s', async (name, message) => {
    expect(await typed(name)).toEqual({ code: 1, out: '', err: message });
  });

  test.each(names)('%s refuses an option that it does not have', async (name) => {
    const { code, err } = await typed(name, '--hlep');
    expect(code).toBe(1);
    expect(err).toBe("The command line is not understood:\n  Unknown option '--hlep': did you mean --help?");
  });
});

describe('what a command finds', () => {
  const found = {
    about: 'Finds something.',
    options: { name: { takes: 'NAME', says: 'a name' } },
    reports: true,
    run: async () => ({ text: 'Found:\n  one', data: { found: ['one'] }, failed: true }),
  } as const;

  test('is text for people, JSON for programs, and the exit code is the same', async () => {
    expect(await answer(() => perform('find', found, []))).toEqual({ code: 1, out: 'Found:\n  one', err: '' });
    const { code, out } = await answer(() => perform('find', found, ['--json']));
    expect([code, JSON.parse(out)]).toEqual([1, { found: ['one'] }]);
  });

  test('is not printed with --quiet, unless something is to be mended', async () => {
    const well = {
      ...found,
      run: async (_: unknown, say: (line: string) => void) => {
        say('begun');
        return { text: 'done' };
      },
    };
    expect(await answer(() => perform('find', well, ['--quiet']))).toEqual({ code: 0, out: '', err: '' });
    expect((await answer(() => perform('find', well, []))).out).toBe('begun\ndone');
    expect((await answer(() => perform('find', found, ['--quiet']))).out).toBe('Found:\n  one');
  });

  test('is JSON even when it is an error, with a list of problems', async () => {
    const refused = {
      ...found,
      run: async () => Promise.reject(new InputError('Refused:', [{ path: 'a.b', message: 'no' }])),
    };
    const { code, out, err } = await answer(() => perform('find', refused, ['--json']));
    expect([code, err]).toEqual([1, '']);
    expect(JSON.parse(out)).toEqual({ error: 'Refused:\n  a.b: no', problems: [{ path: 'a.b', message: 'no' }] });
  });

  test('never shows a secret, in no form', async () => {
    const key = ['-----BEGIN PRIVATE', 'KEY-----\n'].join(' ');
    const leaking = { ...found, run: async () => ({ text: key, data: { key } }) };
    for (const args of [[], ['--json']]) {
      const { out } = await answer(() => perform('find', leaking, args));
      expect(out).toContain('<redacted>');
      expect(out).not.toContain('PRIVATE KEY-----\n');
    }
  });

  test('options are read by their kind, and words are handed on as they are', async () => {
    const seen: unknown[] = [];
    const handing = {
      ...found,
      words: 'WORD',
      run: async (...given: unknown[]) => {
        seen.push(given[0], given[2]);
        return {};
      },
    };
    await answer(() => perform('find', handing, ['--name', 'a', 'deploy', '--auto-approve']));
    expect(seen).toEqual([{ name: 'a' }, ['deploy', '--auto-approve']]);
    expect(parse({ system: { takes: 'NAME', repeats: true, says: '' } }, ['--system', 'a', '--system', 'b'])).toEqual({
      system: ['a', 'b'],
    });
  });
});

describe('colour', () => {
  const [terminal, file] = [true, false].map((has) => ({ hasColors: () => has }));
  const { NO_COLOR } = process.env;
  beforeEach(() => delete process.env.NO_COLOR);
  afterAll(() => {
    if (NO_COLOR !== undefined) process.env.NO_COLOR = NO_COLOR;
  });

  test('is there where the terminal has it', () => {
    const shown = painted('Warnings:\n  one\n+new\n-old', terminal as typeof process.stdout);
    expect(shown).toBe('\x1b[1mWarnings:\x1b[0m\n  one\n\x1b[32m+new\x1b[0m\n\x1b[31m-old\x1b[0m');
    expect(painted('Warnings:', file as typeof process.stdout)).toBe('Warnings:');
  });

  test('is never there with NO_COLOR', () => {
    process.env.NO_COLOR = '1';
    expect(painted('Warnings:', terminal as typeof process.stdout)).toBe('Warnings:');
  });
});

describe('a stack trace', () => {
  const chart = path.join(root, '__tests__/support/misuse/manifests/systems/trial/chart');
  const script = `
    require('./cli/typescript');
    require('./cli/print').perform('trial', require(${JSON.stringify(chart)}).misuse, process.argv.slice(1))
      .then((code) => process.exit(code));`;
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['-e', script, '--', ...args], { cwd: root, encoding: 'utf8' });
  const place = `${path.relative(root, chart)}.ts:10:`;

  test('is one line where a chart uses a construct wrongly: that of the chart', () => {
    expect(existsSync(`${chart}.ts`)).toBe(true);
    const { status, stderr } = run();
    expect(status).toBe(1);
    expect(stderr).toMatch(/^web already has an Ingress web\n {2}at \S+\n$/);
    expect(stderr).toContain(place);
  });

  test('of a mistake of ours names the lines of the sources, and the exit code is another', () => {
    const { status, stderr } = run('--fault');
    expect(status).toBe(2);
    expect(stderr).toContain('TypeError: undefined is not a chart\n');
    expect(stderr).toContain(`(${place}`);
  });
});
