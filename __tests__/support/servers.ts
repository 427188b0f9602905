import type { ChildProcess } from 'node:child_process';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { isInstalled } from '../../cli/conformance/tool';

/** For tests that start programs of others. */

/** Where one of the programs is not on PATH, the test is skipped by name. */
export const testWith = (...programs: string[]) =>
  programs.every((program) => isInstalled(program)) ? test : test.skip;

/** @throws Error after half a minute */
export async function until(ready: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (await ready()) return;
    await sleep(100);
  }
  throw new Error('it never came');
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** Ends a server and waits for it. */
export async function stopped(child: ChildProcess | undefined, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await gone;
}
