import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Entry } from '../src/settings.ts';
import { freePort, postgres, postgresFolder, redis, type Started } from './support/servers.ts';

const main = join(import.meta.dirname, '..', 'src', 'main.ts');
const folder = mkdtempSync(join(tmpdir(), 'stand-in-'));
const bin = postgresFolder();
const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
/** On the machine that tests everything a tool that is missing is an error, and elsewhere a reason to skip. */
const skip =
  bin !== undefined && hasRedis ? false : 'needs PostgreSQL and Redis: apt-get install postgresql redis-server';
if (skip && process.env.TEST_ALL) throw new Error(skip);

const password = randomBytes(12).toString('hex');
const passwordFile = join(folder, 'password');
writeFileSync(passwordFile, `${password}\n`);

const entry: Entry = {
  name: 'shop',
  health: '/shop/health',
  ready: '/shop/ready',
  calls: { STOCK_URL: '/health' },
  database: 'owner',
  store: true,
  mail: true,
};

interface Ended {
  readonly status: number | null;
  readonly lines: Record<string, unknown>[];
  readonly errors: string;
}

/** Not `spawnSync`: what the program asks for is served by this process. */
function run(argument: string, variables: Record<string, string>): Promise<Ended> {
  const child = spawn(process.execPath, [main, argument], { env: variables });
  let [out, errors] = ['', ''];
  child.stdout.on('data', (text) => (out += text));
  child.stderr.on('data', (text) => (errors += text));
  return new Promise((resolve) =>
    child.once('close', (status) =>
      resolve({
        status,
        errors,
        lines: out
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line)),
      }),
    ),
  );
}

describe('a service in whose place it runs', { skip }, () => {
  let database: Started;
  let store: Started;
  const stock = createHttpServer((request, response) => {
    response.statusCode = request.url === '/stock/health' ? 200 : 404;
    response.end();
  });
  const mail = createServer((socket) => void socket.end('220 mail.example.com\r\n'));
  const refusing = createServer((socket) => void socket.end('554 not here\r\n'));
  const other = () => String((refusing.address() as AddressInfo).port);
  let variables: Record<string, string>;

  before(async () => {
    database = await postgres(bin as string, [
      `create role owner login password '${password}'`,
      `create role reader login password '${password}'`,
      'create database shop owner owner',
    ]);
    store = await redis(password);
    for (const each of [stock, mail, refusing])
      await new Promise<void>((resolve) => each.listen(0, '127.0.0.1', resolve));
    const port = (each: typeof stock | typeof mail) => String((each.address() as AddressInfo).port);
    variables = {
      PORT: String(await freePort()),
      STAND_IN: JSON.stringify(entry),
      STOCK_URL: `http://127.0.0.1:${port(stock)}/stock`,
      DATABASE_URL: `postgresql://owner@127.0.0.1:${database.port}/shop`,
      DATABASE_PASSWORD_FILE: passwordFile,
      STORE_URL: `redis://127.0.0.1:${store.port}`,
      STORE_PASSWORD_FILE: passwordFile,
      SMTP_HOST: '127.0.0.1',
      SMTP_PORT: port(mail),
    };
  });

  after(async () => {
    stock.close();
    mail.close();
    refusing.close();
    await database.stop();
    await store.stop();
    rmSync(folder, { recursive: true });
  });

  test('has all that it needs', async () => {
    const { status, lines, errors } = await run('try', variables);
    assert.equal(errors, '');
    assert.deepEqual(
      lines.map(({ need, ok }) => [need, ok]),
      [
        ['call STOCK_URL', true],
        ['database, rights: owner', true],
        ['store', true],
        ['mail', true],
      ],
    );
    assert.equal(status, 0);
  });

  const nobody = () => `http://127.0.0.1:${variables.PORT}/stock`;
  const wrong: [string, () => Record<string, string>, string, RegExp][] = [
    ['nobody where it calls', () => ({ STOCK_URL: nobody() }), 'call STOCK_URL', /ECONNREFUSED/],
    [
      'somebody else where it calls',
      () => ({ STOCK_URL: String(variables.STOCK_URL).replace('/stock', '/elsewhere') }),
      'call STOCK_URL',
      /answers 404/,
    ],
    [
      'a login that may read alone',
      () => ({ DATABASE_URL: String(variables.DATABASE_URL).replace('owner@', 'reader@') }),
      'database, rights: owner',
      /may not create/,
    ],
    [
      'a database that is not there',
      () => ({ DATABASE_URL: `${variables.DATABASE_URL}s` }),
      'database, rights: owner',
      /does not exist/,
    ],
    ['no password for the store', () => ({ STORE_PASSWORD_FILE: '/dev/null' }), 'store', /NOAUTH/],
    ['no server for mail', () => ({ SMTP_PORT: '1' }), 'mail', /ECONNREFUSED/],
    [
      'a server that says something else than one for mail',
      () => ({ SMTP_PORT: other() }),
      'mail',
      /says 554 not here/,
    ],
  ];
  for (const [what, changes, need, error] of wrong) {
    test(`${what}: it says so`, async () => {
      const { status, lines } = await run('try', { ...variables, ...changes() });
      const failed = lines.filter(({ ok }) => ok === false);
      assert.deepEqual(
        failed.map((line) => line.need),
        [need],
      );
      assert.match(String(failed[0]?.error), error);
      assert.equal(status, 1);
    });
  }

  test('a login that may do more than read is wrong, too', async () => {
    const reading = JSON.stringify({ ...entry, database: 'read' });
    const { lines } = await run('try', { ...variables, STAND_IN: reading });
    assert.match(String(lines.find(({ ok }) => ok === false)?.error), /should read alone/);
  });

  test('lives without what it needs, but is not ready, and ends when it is told', async () => {
    const server: ChildProcess = spawn(process.execPath, [main], {
      env: { ...variables, STORE_PASSWORD_FILE: '/dev/null' },
    });
    after(() => server.kill('SIGKILL'));
    const origin = `http://127.0.0.1:${variables.PORT}`;
    await new Promise<void>((resolve) => server.stdout?.once('data', () => resolve()));
    assert.equal((await fetch(`${origin}/shop/health`)).status, 200);
    assert.equal((await run('alive', variables)).status, 0);
    const ready = await fetch(`${origin}/shop/ready`);
    assert.equal(ready.status, 503);
    const body = (await ready.json()) as { needs: { need: string; ok: boolean }[] };
    assert.deepEqual(
      body.needs.map(({ need, ok }) => [need, ok]),
      [
        ['database, rights: owner', true],
        ['store', false],
      ],
    );
    const ended = new Promise((resolve) => server.once('exit', (code, signal) => resolve([code, signal])));
    server.kill('SIGTERM');
    assert.deepEqual(await ended, [0, null]);
    assert.equal((await run('alive', variables)).status, 1);
  });
});

test('what it is not told it asks for by name', async () => {
  const { status, errors } = await run('try', {});
  assert.equal(errors, 'STAND_IN is not set\n');
  assert.equal(status, 1);
});

test('a word that it does not know gets the list of those that it knows', async () => {
  const { status, errors } = await run('tri', {});
  assert.match(errors, /main\.ts try /);
  assert.equal(status, 2);
});
