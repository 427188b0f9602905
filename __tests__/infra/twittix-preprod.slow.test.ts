import { execFileSync, spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse } from 'yaml';
import * as facts from '../../config/twittix';
import { builtIn } from '../support/built-in';
import { freePort, stopped, testWith, until } from '../support/servers';
import { writtenFiles } from '../support/written';

/** The files of pre-production before the programs that read them. */
const { services } = builtIn<facts.OnSwarmConfig>('twittix', 'preprod').config;
const { at, text, composeFiles } = writtenFiles('twittix', 'preprod');
const stack = parse(text('stack.yml'));

describe('compose files', () => {
  testWith('check-jsonschema').each(composeFiles)('%s is what the specification allows', (name) => {
    const { status, stdout } = spawnSync('check-jsonschema', ['--builtin-schema', 'vendor.compose-spec', at(name)], {
      encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([0, expect.stringContaining('ok')]);
  });

  testWith('docker').each(composeFiles)('%s is what a stack takes, without a warning', (name) => {
    const { status, stdout, stderr } = spawnSync('docker', ['stack', 'config', '--compose-file', at(name)], {
      env: { PATH: process.env.PATH, HOME: at(), IMAGE: 'registry.test/shop:1' },
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
    expect(Object.keys(parse(stdout).services)).toEqual(Object.keys(parse(text(name)).services).sort());
  });

  testWith('docker')('an image that was delivered takes the place of the stand-in', () => {
    const images = { API_IMAGE: 'registry.test/api:abc' };
    const out = execFileSync('docker', ['stack', 'config', '--compose-file', at('stack.yml')], {
      env: { PATH: process.env.PATH, HOME: at(), ...images },
      encoding: 'utf8',
    });
    const { api, 'auth-api': other } = parse(out).services;
    expect([api.image, other.image]).toEqual([images.API_IMAGE, expect.stringContaining('/stand-in:')]);
  });
});

describe('the store', () => {
  testWith('redis-server', 'redis-cli')('asks for the password of its secret, and its check tells it', async () => {
    const port = await freePort();
    fs.mkdirSync(at('store'));
    fs.writeFileSync(at('store/value'), 'open-sesame\n');
    // `docker stack` takes a `$$` for one `$`.
    const here = (line: string) =>
      line.replaceAll('$$', '$').replaceAll('/secrets/store-password', at('store')).replaceAll('6379', String(port));
    const { command, healthcheck } = stack.services.store as { command: string[]; healthcheck: { test: string[] } };
    const [program = '', ...args] = command.map(here);
    const server = spawn(program, args, { cwd: at('store'), stdio: 'ignore' });
    const check = () => spawnSync('sh', ['-c', here(healthcheck.test[1] ?? '')]).status;
    try {
      await until(() => check() === 0);
      const cli = (...words: string[]) =>
        spawnSync('redis-cli', ['-p', String(port), ...words], { encoding: 'utf8' }).stdout;
      expect(cli('ping')).toMatch(/NOAUTH/);
      fs.writeFileSync(at('store/value'), 'wrong\n');
      expect(check()).toBe(1);
      // The server itself, so that it hears when it must stop.
      expect(fs.readFileSync(`/proc/${server.pid}/comm`, 'utf8')).toBe('redis-server\n');
    } finally {
      await stopped(server);
    }
  });
});

describe('scripts', () => {
  const bin = at('bin');
  const fake = (name: string, ...lines: string[]) =>
    fs.writeFileSync(
      path.join(bin, name),
      ['#!/bin/sh', `echo "${name} $*" >>"$FAKE/calls"`, ...lines, ''].join('\n'),
      { mode: 0o755 },
    );

  beforeAll(() => {
    fs.mkdirSync(bin);
    fake(
      'docker',
      'case "$*" in',
      '"stack deploy"*) echo "IMAGE=${IMAGE-}" >>"$FAKE/calls"; [ ! -e "$FAKE/refuses" ] ;;',
      '"stack services"*) cat "$FAKE/services" ;;',
      // Each service knows its own; the stack knows those of services that are gone, too.
      '"service ps"*) for name; do :; done; grep "^$name[.]" "$FAKE/tasks" || true ;;',
      '"stack ps"*) cat "$FAKE/tasks" ;;',
      '"ps --all"*) cat "$FAKE/left" ;;',
      '"service logs"*) echo "says $4" ;;',
      'esac',
    );
    fake('curl', 'case "$*" in *"${REFUSED:-nobody}") echo "curl: (22) 502" >&2; exit 22 ;; esac');
  });

  function run(
    script: string,
    args: readonly string[],
    state: { services?: string[]; tasks?: string[]; left?: string[] },
    more: Record<string, string> = {},
  ) {
    const folder = fs.mkdtempSync(at('fake-'));
    for (const [name, lines] of Object.entries({ services: [], tasks: [], left: [], ...state })) {
      fs.writeFileSync(path.join(folder, name), lines.map((line) => `${line}\n`).join(''));
    }
    const env = { PATH: `${bin}:/usr/bin:/bin`, FAKE: folder, ONCE_TRIES: '2', ONCE_PAUSE: '0', ...more };
    const { status, stdout, stderr } = spawnSync('sh', [at(script), ...args], { env, encoding: 'utf8' });
    const calls = fs.existsSync(path.join(folder, 'calls')) ? fs.readFileSync(path.join(folder, 'calls'), 'utf8') : '';
    return { status, stdout, stderr, calls: calls.split('\n').filter(Boolean) };
  }

  const two = ['s_try-a', 's_try-b'];

  test('jobs that end well are shown and removed', () => {
    const tasks = ['s_try-a.x Complete 2 seconds ago ', 's_try-b.y Complete 1 second ago '];
    const { status, stdout, calls } = run('once.sh', ['s', 'jobs.yml'], { services: two, tasks });
    expect([status, stdout]).toEqual([0, 'says s_try-a\nsays s_try-b\n']);
    const list = 'docker ps --all --quiet --filter label=com.docker.stack.namespace=s';
    const deploy = 'docker stack deploy --with-registry-auth --detach=true --compose-file jobs.yml s';
    expect(calls.slice(0, 3)).toEqual(['docker stack rm s', list, deploy]);
    expect(calls.slice(-2)).toEqual(['docker stack rm s', list]);
  });

  test.each([
    [
      'fails',
      ['s_try-a.x Complete 2 seconds ago ', 's_try-b.y Failed 1 second ago "task: non-zero exit (1)"'],
      's_try-b.y Failed',
    ],
    [
      'finds no place',
      ['s_try-a.x Complete 2 seconds ago ', 's_try-b.y Pending 9 seconds ago "no suitable node"'],
      's_try-b.y Pending',
    ],
    ['was never begun', ['s_try-a.x Complete 2 seconds ago '], ''],
  ])('a job that %s is named, and fails the run', (_, tasks, says) => {
    const { status, stderr, calls } = run('once.sh', ['s', 'jobs.yml'], { services: two, tasks });
    expect(status).toBe(1);
    expect(stderr).toContain(says);
    expect(stderr).not.toContain('s_try-a');
    expect(calls).toContain('docker stack rm s');
  });

  test('what an earlier run left behind counts for nothing, and is removed', () => {
    const tasks = [
      's_try-a.x Complete 2 seconds ago ',
      's_try-b.y Complete 1 second ago ',
      's_try-old.z Failed 9 hours ago ',
    ];
    const { status, calls } = run('once.sh', ['s', 'jobs.yml'], { services: two, tasks, left: ['0123abcd'] });
    expect(status).toBe(0);
    expect(calls).toContain('docker rm --force 0123abcd');
  });

  const well = { services: ['twittix-smoke_try-api'], tasks: ['twittix-smoke_try-api.x Complete 2 seconds ago '] };

  test('smoke asks every public path, and says which does not answer', () => {
    expect(run('smoke.sh', [], well).status).toBe(0);
    const { status, stdout, stderr, calls } = run('smoke.sh', [], well, { REFUSED: '/api/health' });
    expect(status).toBe(1);
    expect(stderr).toBe('gateway /api/health: curl: (22) 502\n');
    const paths = facts.published(services).map((service) => facts.probePath(service, 'health'));
    expect(calls.filter((call) => call.startsWith('curl')).map((call) => call.replace(/^.* http/, 'http'))).toEqual(
      paths.map((asked) => `http://127.0.0.1:8080${asked}`),
    );
    expect(stdout).toContain('gateway /auth/health: answers');
  });

  test('smoke goes on to the paths when a job fails, and fails', () => {
    const { status, stdout } = run('smoke.sh', [], {
      ...well,
      tasks: ['twittix-smoke_try-api.x Failed 2 seconds ago "exit 1"'],
    });
    expect(status).toBe(1);
    expect(stdout).toContain('gateway /health: answers');
  });

  test('a migration runs by the image that is about to come; who has none, has none', () => {
    const job = { services: ['m_migrate-api'], tasks: ['m_migrate-api.x Complete 2 seconds ago '] };
    const { status, calls } = run('migrate.sh', ['api', 'registry.test/api:abc'], job);
    expect(status).toBe(0);
    expect(calls).toContain('IMAGE=registry.test/api:abc');
    expect(calls.join('\n')).toMatch(/--compose-file \S+\/migrate\/api.yml twittix-migrate-api$/m);
    expect(run('migrate.sh', ['user-front', 'registry.test/user-front:abc'], job)).toMatchObject({
      status: 0,
      calls: [],
    });
    expect(run('migrate.sh', ['../smoke', 'x'], job)).toMatchObject({ status: 64, calls: [] });
  });

  test('load runs what the config names, with its own variables, and no right beside', () => {
    const { status, calls } = run('load.sh', [], {});
    expect(status).toBe(0);
    expect(calls).toEqual([
      `docker run --rm --init --network=host --read-only --cap-drop=ALL --env-file ${at('load.env')} ghcr.io/my-account/twittix/load:1.0.0`,
    ]);
  });
});
