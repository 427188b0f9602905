import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, until } from './processes.ts';

/**
 * The databases that Parse Server works on. Production has MongoDB, of which neither Debian nor npm has a current server:
 * it is tested where MONGODB_URI names one, as in the workflow. PostgreSQL is a package of every Debian.
 */

export interface Database {
  readonly uri: string;
  stop(): Promise<void>;
}

interface Kind {
  readonly name: string;
  /** Why it is not tested here. */
  readonly skip: string | false;
  start(): Promise<Database>;
}

const DEBIAN = '/usr/lib/postgresql';
const newest = existsSync(DEBIAN) && readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a))[0];
const bin = newest ? join(DEBIAN, newest, 'bin') : undefined;
const { MONGODB_URI } = process.env;

export const databases: readonly Kind[] = [
  { name: 'PostgreSQL', skip: bin === undefined && 'needs PostgreSQL: apt-get install postgresql', start: postgres },
  { name: 'MongoDB', skip: MONGODB_URI === undefined && 'needs MONGODB_URI: no package ships MongoDB', start: mongodb },
];

if (bin === undefined && process.env.TEST_ALL) throw new Error('PostgreSQL is missing');

/** Whichever is here. */
export const database: Kind = databases.find(({ skip }) => !skip) ?? {
  name: 'a database',
  skip: 'needs PostgreSQL or MONGODB_URI',
  start: postgres,
};

/** PostgreSQL refuses to be root; Debian's package makes a user for it. */
const asPostgres =
  process.getuid?.() === 0 ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups'] : [];

async function postgres(): Promise<Database> {
  if (bin === undefined) throw new Error('PostgreSQL is missing');
  const [folder, port] = [mkdtempSync(join(tmpdir(), 'caternet-postgres-')), String(await freePort())];
  chmodSync(folder, 0o777);
  const data = join(folder, 'data');
  const command = (program: string, ...args: string[]) =>
    [...asPostgres, join(bin, program), ...args] as [string, ...string[]];
  const [init, ...initArgs] = command('initdb', '-D', data, '-U', 'parse', '-A', 'trust', '--no-sync');
  execFileSync(init, initArgs, { stdio: 'ignore' });
  const [run, ...runArgs] = command('postgres', '-D', data, '-k', folder, '-p', port, '-h', '127.0.0.1', '-F');
  const server = spawn(run, runArgs, { stdio: 'ignore' });
  const ended = once(server, 'exit');
  const answers = () => {
    try {
      execFileSync(join(bin, 'pg_isready'), ['-h', '127.0.0.1', '-p', port], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  };
  await until('PostgreSQL answers', answers);
  return {
    uri: `postgres://parse@127.0.0.1:${port}/postgres`,
    stop: async () => {
      server.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

/** A database of its own on the server, which is thrown away as a whole. */
async function mongodb(): Promise<Database> {
  const url = new URL(MONGODB_URI ?? '');
  url.pathname = `/caternet-${randomUUID()}`;
  return { uri: url.href, stop: async () => {} };
}
