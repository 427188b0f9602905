import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { InputError } from '../../config/system';
import { chartsIn, stacksIn, textsIn } from './kept';
import { type Side, sideOf } from './side';
import { type Text, thingsIn } from './thing';

/** A repository, and what is known of the working tree. */
export interface Here {
  readonly root: string;
  /** The configuration that the working tree is made with. */
  readonly config: readonly string[];
  /** As `system.environment`. */
  readonly environments: readonly string[];
}

/** What a commit makes, in a checkout of its own that is gone afterwards.
 * @throws InputError for what is no commit here, and when it makes nothing
 */
export function sideAt(ref: string, here: Here): Side {
  const { root } = here;
  const commit = git(root, 'rev-parse', '--quiet', '--verify', `${ref}^{commit}`);
  if (commit === undefined) throw new InputError('Unknown base:', [{ path: `--base ${ref}`, message: whyNot(root) }]);
  const parent = mkdtempSync(path.join(tmpdir(), 'terrachart-base-'));
  const checkout = path.join(parent, 'checkout');
  try {
    // No hook of the user's runs there.
    if (git(root, '-c', 'core.hooksPath=', 'worktree', 'add', '--quiet', '--detach', checkout, commit) === undefined) {
      throw new InputError('Cannot check the base out:', [{ path: checkout, message: 'git worktree add failed' }]);
    }
    const isPure = existsSync(path.join(checkout, 'synthesis', 'synthesize.ts'));
    // What users run may need what develops it: the compiler of TypeScript was such a thing once.
    const notes = install(checkout, root, isPure ? ['--omit=dev'] : []);
    // All of it looks like a key, and would be redacted.
    const short = commit.slice(0, 7);
    const name = ref === commit ? short : `${ref} (${short})`;
    const config = configAt(checkout, here);
    const side = isPure ? sideOf(name, checkout, config) : olderSide(name, checkout, config, here.environments);
    return { ...side, notes: [...notes, ...side.notes] };
  } finally {
    git(root, 'worktree', 'remove', '--force', checkout);
    rmSync(parent, { recursive: true, force: true });
  }
}

/** A configuration that is committed is another there, or none; one that is not is the same for both sides. */
function configAt(checkout: string, { root, config }: Here): string[] {
  return config.flatMap((file) => {
    if (git(root, 'ls-files', '--error-unmatch', file) === undefined) return [file];
    const there = path.join(checkout, path.relative(root, file));
    return existsSync(there) ? [there] : [];
  });
}

/** The dependencies of a checkout: those that are here, when its lock file is the same. @returns notes */
function install(checkout: string, root: string, flags: readonly string[]): string[] {
  const lock = (folder: string) => readFileSync(path.join(folder, 'package-lock.json'), 'utf8');
  if (lock(checkout) === lock(root)) {
    symlinkSync(path.join(root, 'node_modules'), path.join(checkout, 'node_modules'), 'junction');
    return [];
  }
  const { status, stderr } = run('npm', ['ci', '--no-audit', '--no-fund', ...flags], checkout);
  if (status !== 0) {
    throw new InputError('The base has other dependencies, which cannot be installed:', [
      { path: 'npm ci', message: stderr.trim().split('\n').at(-1) ?? '' },
    ]);
  }
  return ['The base has other dependencies; they were installed for it.'];
}

/** What a version makes that cannot say it in one go: it is run once an environment, as users run it. */
function olderSide(name: string, checkout: string, config: readonly string[], known: readonly string[]): Side {
  const failed: string[] = [];
  const [systems, environments] = [0, 1].map((part) => [...new Set(known.map((each) => each.split('.')[part] ?? ''))]);
  const charts = (environments ?? []).flatMap((environment): Text[] => {
    const more = config.flatMap((file) => ['--config', file]);
    const { status, stdout, stderr } = run(
      'npm',
      ['run', '--silent', 'synth', '--', '--env', environment, ...more],
      checkout,
    );
    if (status !== 0) {
      failed.push(`${environment}: ${(stderr.trim() || stdout.trim()).replaceAll(/\s+/g, ' ').slice(0, 200)}`);
      return [];
    }
    // The first line of a file did not say it yet; its name did.
    return chartsIn(textsIn(path.join(checkout, 'dist')), (file) => {
      const system = (systems ?? []).find((each) => file.replace(/^00-/, '').startsWith(`${each}-`));
      return system === undefined ? undefined : { system, environment };
    });
  });
  if (failed.length === environments?.length) {
    throw new InputError(`${name} makes nothing:`, [{ path: checkout, message: failed[0] ?? '' }]);
  }
  const stacks = stacksIn(textsIn(path.join(checkout, 'cdktf.out')), known);
  return {
    name,
    things: [...stacks, ...charts].flatMap(thingsIn),
    records: {},
    notes: [
      `${name} is from before a synth could make everything at once: it was run once an environment. Its facts and waivers are not compared.`,
      ...failed.map((why) => `It does not make ${why}`),
    ],
  };
}

/** The commit that a branch left the main one at.
 * @throws InputError where nothing tells
 */
export function mergeBase(root: string): string {
  const found = ['main', 'origin/main']
    .map((ref) => git(root, 'merge-base', 'HEAD', ref))
    .find((base) => base !== undefined);
  if (found !== undefined) return found;
  throw new InputError('Compared with what?', [{ path: '--base', message: whyNot(root) }]);
}

/** Why a commit is not to be found. */
function whyNot(root: string): string {
  const shallow = git(root, 'rev-parse', '--is-shallow-repository');
  if (shallow === undefined) return 'this is no git repository: --against compares with output that was kept';
  return shallow === 'true'
    ? 'not in this clone, which is a shallow one: git fetch --unshallow'
    : 'no such commit here, nor a branch main to compare with: name one that `git log` shows';
}

function git(root: string, ...args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync('git', ['-C', root, ...args], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

function run(program: string, args: readonly string[], cwd: string) {
  return spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    // It is a script there.
    shell: process.platform === 'win32',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, NO_COLOR: '1', INIT_CWD: cwd },
  });
}
