import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** As in the Dockerfiles. */
const IMAGE = { NODE_ENV: 'production', NODE_OPTIONS: '--max-semi-space-size=4', MALLOC_ARENA_MAX: '2' };

/** A service in a process of its own, as in its container: nothing of this process's environment but the way to node. */
export class Pod {
  private readonly output: string[] = [];
  private readonly child: ChildProcess;
  private readonly exit: Promise<unknown>;

  private constructor(child: ChildProcess) {
    this.child = child;
    child.stdout?.on('data', (text) => this.output.push(String(text)));
    child.stderr?.on('data', (text) => this.output.push(String(text)));
    this.exit = once(child, 'exit');
  }

  static start(file: string, env: Readonly<Record<string, string>>): Pod {
    return new Pod(spawn(process.execPath, [file], { env: { ...IMAGE, ...env } }));
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Writes what it wrote, and all that it will write, where this process writes. */
  show(): void {
    process.stdout.write(this.log);
    this.child.stdout?.pipe(process.stdout);
    this.child.stderr?.pipe(process.stderr);
  }

  /** All that it wrote. */
  get log(): string {
    return this.output.join('');
  }

  get ended(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** @returns code and signal */
  async end(signal: NodeJS.Signals): Promise<unknown> {
    this.child.kill(signal);
    return this.exit;
  }
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}

/** Waits until something is so, for a minute. @throws Error with what there was instead */
export async function until(what: string, isSo: () => boolean | Promise<boolean>, instead = () => ''): Promise<void> {
  for (let left = 600; left > 0; left -= 1) {
    if (await isSo()) return;
    await sleep(100);
  }
  throw new Error(`not within a minute: ${what}. ${instead()}`);
}
