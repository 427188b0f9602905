import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { InputError } from '../../config/system';
import { originOf } from '../../model/origin';
import { type Text, type Thing, thingsIn } from './thing';

/** Everything that a version of the program makes of a configuration. */
export interface Side {
  /** What it is called in the report, e.g. `main (4e2f07c)`. */
  readonly name: string;
  readonly things: readonly Thing[];
  /** The records, by `system.environment`; unknown of output that somebody kept. */
  readonly records: Readonly<Record<string, unknown>>;
  /** What should be known about how it was made. */
  readonly notes: readonly string[];
}

/** What `emit.js` prints. */
interface Emitted {
  readonly records: Readonly<Record<string, unknown>>;
  readonly texts: readonly Text[];
}

/** What a checkout makes, by its own code.
 * @throws InputError with what the checkout says, when it makes nothing
 */
export function sideOf(
  name: string,
  checkout: string,
  config: string | undefined,
  notes: readonly string[] = [],
): Side {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(__dirname, 'emit.js'), checkout, ...(config === undefined ? [] : [config])],
    { cwd: checkout, encoding: 'utf8', maxBuffer: 1024 * 1024 * 1024, env: { ...process.env, NO_COLOR: '1' } },
  );
  if (status !== 0) throw new InputError(`${name} makes nothing:`, [{ path: checkout, message: stderr.trim() }]);
  const { records, texts } = JSON.parse(stdout) as Emitted;
  return { name, things: texts.flatMap(thingsIn), records, notes };
}

/** What a commit makes, in a checkout of its own that is gone afterwards. @param root the repository */
export function sideAt(ref: string, root: string, config: string | undefined): Side {
  const commit = git(root, 'rev-parse', '--quiet', '--verify', `${ref}^{commit}`);
  if (commit === undefined) {
    throw new InputError('Unknown base:', [
      { path: `--base ${ref}`, message: 'no such commit here; a shallow clone has few: git fetch --unshallow' },
    ]);
  }
  const parent = mkdtempSync(path.join(tmpdir(), 'terrachart-base-'));
  const checkout = path.join(parent, 'checkout');
  try {
    if (git(root, 'worktree', 'add', '--quiet', '--detach', checkout, commit) === undefined) {
      throw new InputError('Cannot check the base out:', [{ path: checkout, message: 'git worktree add failed' }]);
    }
    const notes = install(checkout, root);
    // An override may name what the base does not know yet: then its own records are what it made.
    return sideOf(`${ref} (${commit.slice(0, 7)})`, checkout, config, notes);
  } finally {
    git(root, 'worktree', 'remove', '--force', checkout);
    rmSync(parent, { recursive: true, force: true });
  }
}

/** The dependencies of a checkout: those that are here, when its lock file is the same. */
function install(checkout: string, root: string): string[] {
  const lock = (folder: string) => readFileSync(path.join(folder, 'package-lock.json'), 'utf8');
  if (lock(checkout) === lock(root)) {
    symlinkSync(path.join(root, 'node_modules'), path.join(checkout, 'node_modules'), 'junction');
    return [];
  }
  const { status, stderr } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--omit=dev'], {
    cwd: checkout,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    throw new InputError('The base has other dependencies, which cannot be installed:', [
      { path: 'npm ci', message: stderr.trim().split('\n').at(-1) ?? '' },
    ]);
  }
  return ['The base has other dependencies; they were installed for it.'];
}

/** The commit that a branch left the main one at. @returns undefined where nothing tells */
export function mergeBase(root: string): string | undefined {
  return ['main', 'origin/main']
    .map((ref) => git(root, 'merge-base', 'HEAD', ref))
    .find((found) => found !== undefined);
}

function git(root: string, ...args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync('git', ['-C', root, ...args], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

/** Output that somebody kept: a folder with `dist/` and `cdktf.out/`, or one of them.
 * @param environments names of environments as `system-environment`, by which stacks are told apart
 * @throws InputError for a folder without any
 */
export function keptSide(folder: string, environments: readonly string[]): Side {
  const charts = [folder, path.join(folder, 'dist')].flatMap((place) =>
    filesIn(place, /\.k8s\.yaml$/).flatMap((file): Text[] => {
      const text = readFileSync(path.join(place, file), 'utf8');
      const origin = originOf(text);
      return origin ? [{ half: 'kubernetes', ...origin, name: file.replace(/\.k8s\.yaml$/, ''), text }] : [];
    }),
  );
  const stacks = [folder, path.join(folder, 'cdktf.out')].flatMap((place) =>
    filesIn(path.join(place, 'stacks'), /^/).flatMap((name): Text[] => {
      const file = path.join(place, 'stacks', name, 'cdk.tf.json');
      // The longest fits: `shop-local-extra` may be an environment, too.
      const of = environments
        .filter((each) => `${name}-`.startsWith(`${each}-`))
        .sort((a, b) => b.length - a.length)[0];
      if (!existsSync(file) || of === undefined) return [];
      const [system, environment] = split(of);
      return [{ half: 'terraform', system, environment, name, text: readFileSync(file, 'utf8') }];
    }),
  );
  if (charts.length + stacks.length === 0) {
    throw new InputError('Nothing to compare with:', [
      { path: `--against ${folder}`, message: 'expected a folder with the dist/ or the cdktf.out/ of a synth' },
    ]);
  }
  return { name: folder, things: [...charts, ...stacks].flatMap(thingsIn), records: {}, notes: [] };
}

const split = (name: string): [string, string] => {
  const cut = name.lastIndexOf('-');
  return [name.slice(0, cut), name.slice(cut + 1)];
};

function filesIn(folder: string, pattern: RegExp): string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => pattern.test(name)) : [];
}
