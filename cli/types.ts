import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { InputError, type Problem } from '../config/system';
import { root } from './options';

/** The configuration of the check: all that a synth is made of, the tests left out. */
const project = 'tsconfig.synth.json';
const compiler = 'node_modules/typescript/bin/tsc';

/** The hash of everything that was last found right. */
const green = path.join(root, 'node_modules', '.cache', 'terrachart', 'types-checked');

/** Folders whose files make a synth. */
export function sourceFolders(): string[] {
  const { include } = JSON.parse(read(project) || '{}') as { include?: string[] };
  return (include ?? []).filter((folder) => fs.existsSync(path.join(root, folder)));
}

/**
 * Checks the types of what a synth is made of: a property that a construct does not have would be dropped without a word.
 * What did not change since it was last found right is not looked at again.
 * @returns a sentence that says why it was not checked; undefined when it is right
 * @throws InputError with every error
 */
export function checkTypes(): string | undefined {
  if (!fs.existsSync(path.join(root, compiler))) return unchecked('TypeScript is not installed (npm ci installs it)');
  const now = digest();
  if (readIfThere(green) === now) return undefined;
  const args = [compiler, '--project', project, '--pretty', 'false'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  const problems = problemsIn(stdout);
  if (problems.length > 0) throw new InputError('Types do not fit:', problems);
  if (status !== 0) return unchecked(`TypeScript failed: ${(stderr || stdout).trim().split('\n')[0]}`);
  remember(now);
  return undefined;
}

function unchecked(why: string): string {
  return `Types were not checked: ${why}.`;
}

/** `file(line,column): error TS2345: message`, with the lines below it that say more. */
function problemsIn(output: string): Problem[] {
  return output.split(/\n(?! )/).flatMap((entry) => {
    const [, file, line, column, message] = /^(.+)\((\d+),(\d+)\): error TS\d+: ([\s\S]*)$/.exec(entry) ?? [];
    return file && message ? [{ path: `${file}:${line}:${column}`, message: message.trimEnd() }] : [];
  });
}

/** Over the sources, the options of the compiler, and what is installed. */
function digest(): string {
  const hash = createHash('sha256');
  const sources = sourceFolders().flatMap((folder) =>
    fs
      .readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(ts|json)$/.test(file))
      .map((file) => path.join(folder, file))
      .sort(),
  );
  for (const file of ['tsconfig.json', project, 'node_modules/.package-lock.json', ...sources]) {
    hash.update(`${file}\0`).update(read(file)).update('\0');
  }
  return hash.digest('hex');
}

function read(file: string): string {
  return readIfThere(path.join(root, file)) ?? '';
}

function readIfThere(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** In a read-only checkout it is checked each time. */
function remember(hash: string): void {
  try {
    fs.mkdirSync(path.dirname(green), { recursive: true });
    fs.writeFileSync(green, hash);
  } catch {
    // As above.
  }
}
