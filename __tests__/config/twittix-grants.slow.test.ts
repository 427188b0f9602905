import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { databaseOptions, grants, named, type Services } from '../../config/twittix';
import { services } from '../../config/twittix/services';
import { grantsScript } from '../../infra/systems/twittix/grants';
import { find } from '../support/laptop';
import { Postgres, postgresPrograms } from '../support/postgres';

const programs = find('psql') && postgresPrograms();
if (!programs) test.skip('rights in the databases: skipped, PostgreSQL is not there', () => {});

/** Logins as Cloud SQL calls them. */
const login = (name: string) => `${name}@my-project.iam`;
const loginsOf = ({ name, migrate }: { name: string; migrate?: unknown }) => [
  login(`run-${name}`),
  ...(migrate ? [login(`move-${name}`)] : []),
];
const script = (of: Services = services) => grants(of, loginsOf);

/** What the script decides: who belongs to which role, and what each role may do. */
const RIGHTS = `
  SELECT m.roleid::regrole, m.member::regrole, to_jsonb(m) - 'oid' FROM pg_auth_members m ORDER BY 1, 2, 3::text;
  SELECT datname, datacl FROM pg_database ORDER BY 1;
  SELECT nspname, nspacl FROM pg_namespace ORDER BY 1;
  SELECT relname, relacl FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1;
  SELECT defaclrole::regrole, defaclobjtype, defaclacl FROM pg_default_acl ORDER BY 1, 2;`;

const api = `twittix${databaseOptions({ database: { name: 'twittix', rights: 'owner' } })}`;
const auth = `auth${databaseOptions({ database: { name: 'auth', rights: 'owner' } })}`;

(programs ? describe : describe.skip)('the rights in the databases, in a PostgreSQL of the test', () => {
  let server: Postgres;
  const as = (name: string, database: string, sql: string) => server.ask(login(name), database, sql);
  const rights = () => ['twittix', 'auth'].map((name) => server.ask('cloudsqladmin', name, RIGHTS).text);
  const version = () => Number(server.ask('cloudsqladmin', 'postgres', 'SHOW server_version_num').text);

  beforeAll(async () => {
    server = new Postgres(programs as string, 'cloudsqladmin');
    await server.start();
    // As in Cloud SQL: the administrator is no superuser, and has made neither the databases nor the logins.
    const logins = named(services).flatMap(loginsOf);
    const made = server.ask(
      'cloudsqladmin',
      'postgres',
      [
        'CREATE ROLE cloudsqlsuperuser NOLOGIN CREATEROLE CREATEDB;',
        'CREATE ROLE grants LOGIN CREATEROLE CREATEDB IN ROLE cloudsqlsuperuser;',
        ...['twittix', 'auth'].map((name) => `CREATE DATABASE ${name} OWNER cloudsqlsuperuser;`),
        ...logins.map((name) => `CREATE ROLE "${name}" LOGIN;`),
      ].join('\n'),
    );
    expect(made.text).not.toContain('ERROR');
    expect(server.ask('grants', 'postgres', script())).toEqual({
      ok: true,
      text: expect.not.stringContaining('ERROR'),
    });
    expect(as('move-api', api, 'CREATE TABLE early (text text)').ok).toBe(true);
  });

  afterAll(() => server.stop());

  test('are the same after a second run', () => {
    const before = rights();
    expect(before.join()).toContain('twittix_reader=r/twittix_owner');
    const again = server.ask('grants', 'postgres', script());
    expect(again.ok).toBe(true);
    expect(again.text).not.toMatch(/ERROR|WARNING/);
    expect(rights()).toEqual(before);
  });

  test('let nobody into a database but whom the map names', () => {
    const denied = /permission denied for database/;
    expect(as('run-api', auth, 'SELECT 1').text).toMatch(denied);
    expect(as('move-api', 'auth', 'SELECT 1').text).toMatch(denied);
    expect(as('run-auth-api', api, 'SELECT 1').text).toMatch(denied);
    expect(as('run-suggestions-api', 'auth', 'SELECT 1').text).toMatch(denied);
    expect(as('run-user-front', 'twittix', 'SELECT 1').text).toMatch(denied);
    expect(as('run-auth-api', auth, 'SELECT 1')).toEqual({ ok: true, text: '1' });
  });

  test('give a service what its migration makes, to write and to change', () => {
    expect(as('run-api', api, "INSERT INTO early VALUES ('one'); SELECT * FROM early").text).toContain('one');
    expect(as('run-api', api, 'ALTER TABLE early ADD COLUMN number int').ok).toBe(true);
    expect(as('move-api', api, 'ALTER TABLE early DROP COLUMN number').ok).toBe(true);
  });

  test('let a reader see tables of before and of later, in schemas of later too', () => {
    const made = as(
      'move-api',
      api,
      'CREATE TABLE late (text text); CREATE SCHEMA more; CREATE TABLE more.tables (text text)',
    );
    expect(made.ok).toBe(true);
    for (const table of ['early', 'late', 'more.tables']) {
      expect(as('run-suggestions-api', 'twittix', `SELECT count(*) FROM ${table}`).ok).toBe(true);
    }
  });

  test.each([
    "INSERT INTO early VALUES ('two')",
    "INSERT INTO late VALUES ('two')",
    'UPDATE late SET text = NULL',
    'DELETE FROM early',
    'TRUNCATE late',
    'CREATE TABLE made AS SELECT 1',
    'CREATE SCHEMA made',
    'CREATE TEMPORARY TABLE made (text text)',
    'SET ROLE twittix_owner',
    'DROP TABLE early',
  ])('refuse a reader %s', (sql) => {
    as('move-api', api, 'CREATE TABLE IF NOT EXISTS late (text text)');
    const { ok, text } = as('run-suggestions-api', 'twittix', sql);
    expect(ok).toBe(false);
    expect(text).toMatch(/permission denied|must be owner/);
  });

  test('are not used by a connection that does not ask for them, so that no table has a wrong owner', () => {
    const { ok } = as('move-api', 'twittix', 'CREATE TABLE mine (n int)');
    // PostgreSQL 15 gives a member everything.
    expect(ok).toBe(version() < 160000);
  });

  test('end with the entry in the map, and leave nothing that would hold the login', () => {
    const { 'suggestions-api': _, ...rest } = services;
    const { api: before, ...others } = rest;
    expect(
      server.ask(
        'grants',
        'postgres',
        script({ ...others, api: { ...(before as Services[string]), migrate: undefined } }),
      ).ok,
    ).toBe(true);
    expect(as('run-suggestions-api', 'twittix', 'SELECT 1').text).toContain('permission denied');
    expect(as('move-api', api, 'SELECT 1').text).toMatch(/permission denied/);
    const drop = `DROP ROLE "${login('run-suggestions-api')}"; CREATE ROLE "${login('run-suggestions-api')}" LOGIN;`;
    expect(server.ask('cloudsqladmin', 'postgres', drop)).toEqual({ ok: true, text: 'DROP ROLE\nCREATE ROLE' });
    expect(server.ask('grants', 'postgres', script()).ok).toBe(true);
    expect(as('run-suggestions-api', 'twittix', 'SELECT count(*) FROM early').ok).toBe(true);
  });

  test.each([
    ['gives them, and ends the proxy', 0, script()],
    ['fails when it cannot give them, and ends the proxy', 3, 'SELECT nothing;'],
  ])('the job of Cloud Run %s', async (_, code, statements) => {
    const proxy = createServer().unref();
    const asked = new Promise<string>((answer) => {
      proxy.on('connection', (socket) =>
        socket
          .unref()
          .on('error', () => {})
          .on('data', (data) => answer(String(data))),
      );
    });
    await new Promise<void>((ready) => proxy.listen(0, '127.0.0.1', ready));
    const { port } = proxy.address() as AddressInfo;
    const file = join(server.folder, 'password');
    // Secret Manager ends no line.
    writeFileSync(file, 'not asked for here');
    const env = { PGHOST: server.folder, PGUSER: 'grants', PGDATABASE: 'postgres', PGPASSWORD_FILE: file };
    const job = spawn('bash', ['-euc', grantsScript(port)], {
      env: { ...process.env, ...env, STATEMENTS: statements },
      stdio: 'ignore',
    });
    expect(await new Promise((ended) => job.on('exit', ended))).toBe(code);
    expect(await asked).toBe('POST /quitquitquit HTTP/1.0\r\n\r\n');
    proxy.close();
  });

  test('are given by a superuser as well, as in the Swarm', () => {
    expect(server.ask('cloudsqladmin', 'postgres', script()).ok).toBe(true);
    expect(as('run-suggestions-api', 'twittix', 'SELECT count(*) FROM early').ok).toBe(true);
    expect(as('run-suggestions-api', 'twittix', 'DELETE FROM early').ok).toBe(false);
  });
});
