import * as fs from 'node:fs';
import * as path from 'node:path';
import { root } from './options';

/** A system's own: files and folders of its name, alone or with something after a dash or a dot. */
export function isOwn(file: string, system: string): boolean {
  return file
    .split('/')
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
