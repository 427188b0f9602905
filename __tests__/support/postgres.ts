import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { find } from './laptop';

const DEBIAN = '/usr/lib/postgresql';

/** Folder of PostgreSQL's programs, which Debian keeps off the PATH; undefined where there are none. */
export function postgresPrograms(): string | undefined {
  const onPath = find('initdb');
  if (onPath) return dirname(onPath);
  const [newest] = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  return newest === undefined ? undefined : join(DEBIAN, newest, 'bin');
}

export interface Answer {
  readonly ok: boolean;
  /** What psql printed, errors included, without headers and spaces around. */
  readonly text: string;
}

/** A PostgreSQL of a test's own, in a folder that goes with it; whoever comes by its socket is believed. */
export class Postgres {
  /** Where it is, with its socket. */
  readonly folder = mkdtempSync(join(tmpdir(), 'terrachart-postgres-'));
  private server: ChildProcess | undefined;

  /** @param superuser who may do everything */
  constructor(
    private readonly programs: string,
    private readonly superuser: string,
  ) {
    chmodSync(this.folder, 0o777);
  }

  async start(): Promise<void> {
    const data = join(this.folder, 'data');
    const [initdb = '', ...rest] = this.command('initdb', '-D', data, '-U', this.superuser, '-A', 'trust', '--no-sync');
    const made = spawnSync(initdb, rest, { encoding: 'utf8' });
    if (made.status !== 0) throw new Error(made.stderr);
    const [postgres = '', ...options] = this.command('postgres', '-D', data, '-k', this.folder, '-h', '', '-F');
    this.server = spawn(postgres, options, { stdio: 'ignore' });
    for (let tries = 0; !this.ask(this.superuser, 'postgres', 'SELECT 1').ok; tries++) {
      if (tries > 300) throw new Error('PostgreSQL does not start');
      await sleep(100);
    }
  }

  async stop(): Promise<void> {
    const { server } = this;
    if (server && server.exitCode === null) {
      const gone = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGINT');
      await gone;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Hands psql a script. @param database its name, with the options of a URL after a question mark where there are any */
  ask(user: string, database: string, script: string): Answer {
    const [name = '', options = ''] = database.split('?');
    const url = `postgresql:///${name}?host=${encodeURIComponent(this.folder)}&user=${encodeURIComponent(user)}&${options}`;
    const { status, stdout, stderr } = spawnSync('psql', ['-X', '-At', '-v', 'ON_ERROR_STOP=1', '-f', '-', url], {
      input: script,
      encoding: 'utf8',
    });
    return { ok: status === 0, text: `${stdout}${stderr}`.trim() };
  }

  /** PostgreSQL refuses to be root; Debian's package makes a user for it. */
  private command(program: string, ...options: string[]): string[] {
    const words = [join(this.programs, program), ...options];
    const root = process.getuid?.() === 0;
    return root ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups', ...words] : words;
  }
}
