import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { findConfig } from '../../config/find';
import { InputError, type System } from '../../config/system';
import { suggest } from '../../config/validate';
import { systems } from '../../synthesis/systems';
import { command as defined } from '../command';
import { again, format } from '../new/finish';
import { root } from '../options';
import { filesBelow, isOwn, mentionOf, sharedFiles, withoutSystem } from '../system-files';
import { strike } from '../system-list';
import { unusedParts } from './unused';

const folders = ['config', 'infra', 'manifests', '__tests__', 'apps', 'docs', '.github'];

export const command = defined({
  about: `Takes a system out of the repository: its folders, apps, tests, snapshots, workflows and pages, its line in
synthesis/systems.ts, and what is its own in pages and files that others share. What runs somewhere runs on: take it down
first. Parts that no system uses any more are named, not deleted. Git has what was removed.`,
  options: {},
  words: 'system NAME',
  reports: true,
  run: async (_values, _say, [kind = '', name = '', ...rest]) => {
    const known = systems.map((system) => system.name);
    const system = systems.find((one) => one.name === name);
    if (kind !== 'system') refuse(kind || 'remove', 'expected system NAME');
    if (!system) refuse(name || 'remove system', `no such system${suggest(name, known)}`);
    if (rest.length > 0) refuse(rest.join(' '), 'one system at a time');
    const before = unusedParts(root);
    const removed = remove(system);
    const unused = outermost([...unusedParts(root)].filter((part) => !before.has(part)));
    const left = stillNaming(name);
    return { text: told(removed, unused, left), data: { removed, unused, left } };
  },
});

function refuse(at: string, message: string): never {
  throw new InputError('Nothing was removed:', [{ path: at, message }]);
}

/** @returns files and folders that are gone */
function remove({ name, apps = [] }: System): string[] {
  const own = folders.flatMap((folder) => filesBelow(folder)).filter((file) => isOwn(file, name));
  const gone = new Set([...own.map((file) => upToName(file, name)), ...apps.map(({ folder }) => folder)]);
  for (const at of gone) rmSync(path.join(root, at), { recursive: true, force: true });
  for (const at of gone) removeEmpty(path.dirname(at));
  for (const file of sharedFiles([])) {
    const text = readFileSync(path.join(root, file), 'utf8');
    const without = withoutSystem(text, name);
    if (without !== text) writeFileSync(path.join(root, file), without);
  }
  strike(root, name);
  format(['synthesis/systems.ts']);
  again('schema');
  return outermost([...gone]);
}

/** Sorted, without what stands below another of them. */
function outermost(paths: readonly string[]): string[] {
  return paths.filter((at) => !paths.some((other) => at.startsWith(`${other}/`))).sort();
}

/** The first folder of the path that is the system's, or the file. */
function upToName(file: string, system: string): string {
  const parts = file.split('/');
  const depth = parts.findIndex((part) => isOwn(part, system));
  return parts.slice(0, depth + 1).join('/');
}

function removeEmpty(folder: string): void {
  const at = path.join(root, folder);
  if (folder === '.' || !existsSync(at) || readdirSync(at).length > 0) return;
  rmSync(at, { recursive: true });
  removeEmpty(path.dirname(folder));
}

/** What is a person's to mend: a configuration of their own, and pages that they wrote. */
function stillNaming(system: string): string[] {
  const own = findConfig(root);
  return [...sharedFiles([]), ...(own ? [path.relative(root, own)] : [])].filter((file) =>
    mentionOf(system).test(readFileSync(path.join(root, file), 'utf8')),
  );
}

function told(removed: readonly string[], unused: readonly string[], left: readonly string[]): string {
  const list = (title: string, entries: readonly string[]) =>
    entries.length > 0 ? [title, ...entries.map((entry) => `  ${entry}`), ''] : [];
  return [
    ...list('Removed:', removed),
    ...list('Used by no system any more, and left where they are:', unused),
    ...list('Still naming it, for you to mend:', left),
  ]
    .join('\n')
    .trimEnd();
}
