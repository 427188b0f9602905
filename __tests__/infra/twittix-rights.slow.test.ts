import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse } from 'yaml';
import { freePort, stopped, until } from '../support/servers';
import { writtenFiles } from '../support/written';

const { at, text } = writtenFiles('twittix', 'preprod');
const stack = parse(text('stack.yml'));

describe('rights', () => {
  const bin = '/usr/lib/postgresql';
  const [newest] = fs.existsSync(bin) ? fs.readdirSync(bin).sort((a, b) => Number(b) - Number(a)) : [];
  const programs = path.join(bin, newest ?? 'none', 'bin');
  const testWithPostgres = newest ? test : test.skip;
  /** It refuses to be root. */
  const somebody =
    process.getuid?.() === 0 ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups'] : [];
  const passwordOf = (name: string) => `password-of-${name}`;
  let port = 0;
  let server: ChildProcess | undefined;

  const as = (words: readonly string[]): [string, string[]] => {
    const [program = '', ...rest] = [...somebody, ...words];
    return [program, rest];
  };

  /** Says something to a service's database, as the service. */
  function psql(name: string, sql: string, change: (url: URL) => void = () => {}) {
    const url = new URL(stack.services[name].environment.DATABASE_URL);
    url.host = `127.0.0.1:${port}`;
    change(url);
    const { status, stdout, stderr } = spawnSync('psql', ['-X', '-At', '-c', sql, url.href], {
      env: { PATH: process.env.PATH, PGPASSWORD: passwordOf(name) },
      encoding: 'utf8',
    });
    return status === 0 ? stdout.trim() : stderr.replace(/^.*(FATAL|ERROR): +/s, '').trim();
  }

  /** The job of the stack, with secrets and script where they are here. */
  function grant() {
    const here = (line: string) =>
      line
        .replaceAll('$$', '$')
        .replaceAll('/secrets/', `${at('secrets')}/`)
        .replaceAll('/rights.sql', at('rights-here.sql'));
    fs.writeFileSync(at('rights-here.sql'), here(text('rights.sql')));
    const { command, environment } = stack.services.rights as {
      command: string[];
      environment: Record<string, string>;
    };
    const [program = '', ...args] = command.map(here);
    const env = { ...environment, PATH: process.env.PATH, PGHOST: '127.0.0.1', PGPORT: String(port) };
    return spawnSync(program, args, { env, encoding: 'utf8', timeout: 60_000 });
  }

  beforeAll(async () => {
    if (!newest) return;
    port = await freePort();
    fs.chmodSync(at(), 0o777);
    for (const { source } of stack.services.rights.secrets as { source: string }[]) {
      fs.mkdirSync(at('secrets', source), { recursive: true });
      fs.writeFileSync(
        at('secrets', source, 'value'),
        passwordOf(source.replace(/-database-password$|-password$/, '')),
      );
    }
    const data = at('data');
    const initdb = [
      'initdb',
      '-D',
      data,
      '-U',
      'postgres',
      '--auth-host=scram-sha-256',
      '--auth-local=trust',
      '--no-sync',
    ];
    fs.writeFileSync(at('superuser'), passwordOf('postgres'), { mode: 0o644 });
    execFileSync(...as([path.join(programs, initdb[0] ?? ''), ...initdb.slice(1), `--pwfile=${at('superuser')}`]), {
      stdio: 'ignore',
    });
    const log = fs.openSync(at('postgres.log'), 'w');
    server = spawn(
      ...as([
        path.join(programs, 'postgres'),
        '-D',
        data,
        '-k',
        at(),
        '-p',
        String(port),
        '-F',
        '-c',
        'log_statement=none',
      ]),
      {
        stdio: ['ignore', log, log],
      },
    );
    await until(
      () => spawnSync(path.join(programs, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)]).status === 0,
    );
  });

  afterAll(async () => {
    if (!server) return;
    await stopped(server, 'SIGINT');
  });

  testWithPostgres('are given by the job, and a second time without a word', () => {
    for (let run = 0; run < 2; run++) {
      const { status, stdout, stderr } = grant();
      expect([status, stdout, stderr]).toEqual([0, '', '']);
    }
  });

  testWithPostgres('let each service into its database by its password, and into no other', () => {
    expect(psql('api', 'select current_database(), session_user')).toBe('twittix|api');
    expect(psql('auth-api', 'select current_database(), session_user')).toBe('auth|auth-api');
    expect(psql('suggestions-api', 'select 1')).toBe('1');
    const elsewhere = (database: string) => (url: URL) => {
      url.pathname = `/${database}`;
      url.search = '';
    };
    expect(psql('api', 'select 1', elsewhere('auth'))).toContain('permission denied for database "auth"');
    expect(psql('suggestions-api', 'select 1', elsewhere('auth'))).toContain('permission denied for database "auth"');
    expect(psql('auth-api', 'select 1', elsewhere('twittix'))).toContain('permission denied for database "twittix"');
    const another = (url: URL) => {
      url.username = 'auth-api';
    };
    expect(psql('api', 'select 1', another)).toContain('password authentication failed for user "auth-api"');
  });

  testWithPostgres('let the owner make tables, and the reader read what is made later', () => {
    expect(psql('api', "create table messages (text text); insert into messages values ('hello')")).toMatch(
      /INSERT 0 1$/,
    );
    expect(psql('suggestions-api', 'select text from messages')).toBe('hello');
    expect(psql('suggestions-api', "insert into messages values ('no')")).toBe('permission denied for table messages');
    expect(psql('suggestions-api', 'create table mine (id int)')).toContain('permission denied for schema public');
  });

  testWithPostgres('come with passwords that no log holds, not even where a statement fails', () => {
    const [beginning] = text('rights.sql').split('SELECT');
    const sql = `${beginning}ALTER ROLE "nobody" PASSWORD 'password-of-nobody';`;
    const env = { PATH: process.env.PATH, PGPASSWORD: passwordOf('postgres') };
    const failed = spawnSync('psql', ['-X', '-h', '127.0.0.1', '-p', String(port), '-U', 'postgres'], {
      env,
      input: sql,
      encoding: 'utf8',
    });
    expect(failed.stderr).toContain('role "nobody" does not exist');
    const log = fs.readFileSync(at('postgres.log'), 'utf8');
    expect(log).toContain('ready to accept connections');
    expect(log).not.toContain('password-of-');
  });
});
