import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { InputError } from '../config/system';

/** How often the one that waits looks again, and for how long; milliseconds. */
const INTERVAL = 50;
const PATIENCE = 120_000;

/** Files that this process holds; one that bears our number and is not among them could not be removed. */
const held = new Set<string>();

/**
 * Does the work while nobody else does any under the same file: two synths at once would mix their files.
 * A lock that a killed run left behind is nobody's.
 * @param file where the number of the process stands meanwhile
 * @param say told once, if there is somebody to wait for
 * @throws InputError when the other one takes more than two minutes
 */
export async function exclusively<Result>(
  file: string,
  say: (text: string) => void,
  work: () => Promise<Result>,
): Promise<Result> {
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  for (let waited = 0; !take(file); waited += INTERVAL) {
    const holder = holderOf(file);
    if (holder !== undefined && isLeft(file, holder)) fs.rmSync(file, { force: true });
    else if (waited === 0) say(`Waiting for another synth (process ${holder ?? 'unknown'}) to finish.`);
    else if (waited >= PATIENCE) {
      throw new InputError('Another synth does not end:', [
        { path: file, message: `held by process ${holder ?? 'unknown'}; end it, or remove the file` },
      ]);
    }
    await pause(INTERVAL);
  }
  held.add(file);
  try {
    return await work();
  } finally {
    held.delete(file);
    release(file);
  }
}

/** A full disk must not hide what the work said of it; the next run sees that nobody holds the lock. */
function release(file: string): void {
  try {
    fs.rmSync(file, { force: true });
  } catch {
    // As above.
  }
}

function isLeft(file: string, holder: number): boolean {
  return holder === process.pid ? !held.has(file) : !isRunning(holder);
}

/** Writing beside it first and then giving it a second name: nobody ever reads half a number. */
function take(file: string): boolean {
  const draft = `${file}.${process.pid}`;
  fs.writeFileSync(draft, String(process.pid));
  try {
    fs.linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    fs.rmSync(draft, { force: true });
  }
}

function holderOf(file: string): number | undefined {
  try {
    return Number(fs.readFileSync(file, 'utf8'));
  } catch {
    // Given back at this moment.
    return undefined;
  }
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
