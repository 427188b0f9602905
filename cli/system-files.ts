import * as fs from 'node:fs';
import * as path from 'node:path';
import { root } from './options';

/**
 * A system's own: files and folders of its name, alone or with something after a dash or a dot; a decision page has the
 * day before it.
 */
export function isOwn(file: string, system: string): boolean {
  return file
    .split('/')
    .map((part) => part.replace(/^\d{4}-\d\d-\d\d-/, ''))
    .some((part) => part === system || part.startsWith(`${system}-`) || part.startsWith(`${system}.`));
}

/** However a system is written: `my-system`, `mySystem`, `MySystem`, `my_system`. */
export function mentionOf(system: string): RegExp {
  return new RegExp(
    `${system
      .split('-')
      .map(([first = '', ...rest]) => `[${first}${first.toUpperCase()}]${rest.join('')}`)
      .join('[-_ ]?')}(?![a-z])`,
  );
}

/** Where sources stand, which name a system only in its own files and in the list of systems. */
const sourceFolders = ['__tests__', 'config', 'model', 'policy', 'infra', 'manifests', 'synthesis', 'cli'];

/** Folders that are made, or somebody else's. */
const FOREIGN = new Set(['node_modules', 'dist', 'cdktf.out', '.terrachart', '.git']);

/** Every file below a folder of the repository, by its path from the root. */
export function filesBelow(folder: string, from = root): string[] {
  const at = path.join(from, folder);
  if (!fs.existsSync(at)) return [];
  return fs.readdirSync(at, { withFileTypes: true }).flatMap((entry) => {
    const name = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return FOREIGN.has(entry.name) ? [] : filesBelow(name, from);
    return entry.isFile() ? [name] : [];
  });
}

/** Sources that are not a system's own and name it all the same. */
export function sourcesNaming(system: string, from = root): string[] {
  return sourceFolders
    .flatMap((folder) => filesBelow(folder, from))
    .filter((file) => /\.(ts|js|sh|yaml)$/.test(file) && !isOwn(file, system))
    .filter((file) => mentionOf(system).test(fs.readFileSync(path.join(from, file), 'utf8')));
}

/** Files that are everybody's: pages, workflows, the example configuration. */
export function sharedFiles(systems: readonly string[], from = root): string[] {
  const top = fs
    .readdirSync(from, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(md|json|ya?ml)$/.test(entry.name) && !IGNORED.test(entry.name))
    .map(({ name }) => name);
  return [...top, ...['docs', '.github', '.ci', '.devcontainer'].flatMap((folder) => filesBelow(folder, from))].filter(
    (file) => !systems.some((system) => isOwn(file, system)),
  );
}

/** What names no system, or is the user's own. */
const IGNORED = /^(package-lock\.json|CHANGELOG\.md|terrachart\.ya?ml)$/;

/**
 * The text of a shared file without what is of a system: blocks between `of NAME` and `end of NAME`, each in a line of its
 * own as a comment (`<!-- -->` or `#`), rows of tables that begin with its name, its key in a configuration, and lines
 * that name it in what a page copied from a run.
 */
export function withoutSystem(text: string, system: string): string {
  const mark = (words: string) => `^ *(?:<!--|#) ${words}${system}(?: -->)?\\n`;
  const block = new RegExp(`${mark('of ')}[\\s\\S]*?${mark('end of ')}\\n?`, 'gm');
  const row = new RegExp(`^\\| \\[?\`?${system}\`?(?:\\]\\([^)]*\\))? \\|.*\\n`, 'gm');
  const key = new RegExp(`^${system}:\\n(?:[ #].*\\n)*`, 'gm');
  const shown = /(<!-- copied from a run -->\n+`{3}text\n)([\s\S]*?)(?=^`{3}$)/gm;
  return text
    .replace(block, '')
    .replace(row, '')
    .replace(key, '')
    .replace(/^```\w+\n```\n\n?/gm, '')
    .replace(
      shown,
      (_, head: string, lines: string) =>
        head + lines.replace(/^.*\n/gm, (line) => (mentionOf(system).test(line) ? '' : line)),
    );
}
