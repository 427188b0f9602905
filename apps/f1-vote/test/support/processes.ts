import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const running = new Set<Process>();
// A test that failed must leave nothing behind.
process.on('exit', () => {
  for (const one of running) one.kill('SIGKILL');
});

/** A program that a test started, with all that it printed. */
export class Process {
  readonly #child: ChildProcess;
  readonly exited: Promise<number | null>;
  output = '';

  constructor(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}, cwd?: string) {
    // Nothing of the environment of the test leaks in.
    const environment = { PATH: process.env.PATH ?? '', ...env };
    this.#child = spawn(command, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'], ...(cwd && { cwd }) });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.output += chunk.toString();
      });
    }
    running.add(this);
    this.exited = new Promise((resolve) => {
      this.#child.on('exit', (code) => {
        running.delete(this);
        resolve(code);
      });
      this.#child.on('error', () => resolve(null));
    });
  }

  kill(signal: NodeJS.Signals = 'SIGTERM'): void {
    this.#child.kill(signal);
  }

  /** Ends it at once. */
  async end(): Promise<void> {
    this.kill('SIGKILL');
    await this.exited;
  }

  /** Bytes of memory that nobody can take from it: what a limit is about. The pages of its program come back from the disk. */
  get memory(): number {
    const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8');
    return Number(/^RssAnon:\s+(\d+) kB/m.exec(status)?.[1]) * 1024;
  }

  /** Milliseconds that it computed, so far. */
  get computed(): number {
    const fields = readFileSync(`/proc/${this.#child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    const TICK = 10;
    return (Number(fields[11]) + Number(fields[12])) * TICK;
  }
}

/** A port that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** Asks until it is so; patient, because the machine may be busy. */
export async function until<Value>(
  what: string,
  question: () => Promise<Value> | Value,
  seconds = 60,
): Promise<NonNullable<Value>> {
  let last: unknown;
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(50)) {
    try {
      const answer = await question();
      if (answer) return answer;
    } catch (error) {
      last = error;
    }
  }
  throw new Error(`not within ${seconds} s: ${what}`, { cause: last });
}
