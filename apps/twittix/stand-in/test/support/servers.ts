import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Servers that a test starts for itself, each in a folder of its own. */

export interface Started {
  readonly port: number;
  stop(): Promise<void>;
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}

const DEBIAN = '/usr/lib/postgresql';

/** Folder of PostgreSQL's programs; undefined where there are none. */
export function postgresFolder(): string | undefined {
  if (!existsSync(DEBIAN)) return undefined;
  const newest = readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a))[0];
  return newest === undefined ? undefined : join(DEBIAN, newest, 'bin');
}

/** PostgreSQL refuses to be root; Debian's package makes a user for it. */
const asPostgres =
  process.getuid?.() === 0 ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups'] : [];

function command(words: readonly string[]): [string, string[]] {
  const [program = '', ...rest] = [...asPostgres, ...words];
  return [program, rest];
}

/** PostgreSQL with the statements run as its administrator; logins need their passwords. */
export async function postgres(bin: string, statements: readonly string[]): Promise<Started> {
  const [folder, port] = [mkdtempSync(join(tmpdir(), 'stand-in-postgres-')), await freePort()];
  chmodSync(folder, 0o777);
  const data = join(folder, 'data');
  execFileSync(...command([join(bin, 'initdb'), '-D', data, '-U', 'admin', '-A', 'trust', '--no-sync']), {
    stdio: 'ignore',
  });
  writeFileSync(join(data, 'pg_hba.conf'), 'local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n');
  const server = spawn(
    ...command([join(bin, 'postgres'), '-D', data, '-k', folder, '-p', String(port), '-h', '127.0.0.1', '-F']),
    {
      stdio: 'ignore',
    },
  );
  const sql = (text: string) =>
    execFileSync(
      'psql',
      ['-h', folder, '-p', String(port), '-U', 'admin', '-d', 'postgres', '-v', 'ON_ERROR_STOP=1', '-c', text],
      {
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
  await until(() => {
    sql('select 1');
  });
  for (const statement of statements) sql(statement);
  return { port, stop: () => stopped(server, 'SIGINT', folder) };
}

/** Redis with a password. */
export async function redis(password: string): Promise<Started> {
  const [folder, port] = [mkdtempSync(join(tmpdir(), 'stand-in-redis-')), await freePort()];
  mkdirSync(folder, { recursive: true });
  const server = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--requirepass', password, '--save', '', '--dir', folder],
    {
      stdio: 'ignore',
    },
  );
  await until(() => {
    execFileSync('redis-cli', ['-p', String(port), 'ping'], { stdio: ['ignore', 'ignore', 'ignore'] });
  });
  return { port, stop: () => stopped(server, 'SIGTERM', folder) };
}

async function stopped(server: ChildProcess, signal: NodeJS.Signals, folder: string): Promise<void> {
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill(signal);
  await ended;
  rmSync(folder, { recursive: true });
}

/** Tries until it succeeds, for half a minute. */
async function until(attempt: () => void): Promise<void> {
  for (let left = 300; ; left -= 1) {
    try {
      attempt();
      return;
    } catch (error) {
      if (left === 0) throw error;
      await sleep(100);
    }
  }
}
