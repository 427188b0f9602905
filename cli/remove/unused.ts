import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { filesBelow } from '../system-files';

/** What systems are made of: each of these files is there for somebody who imports it. */
const parts = ['manifests/components', 'manifests/constructs', 'infra/constructs'];
const users = ['manifests/systems', 'infra/systems', 'manifests/main.ts', 'infra/main.ts'];

/** The parts that no system leads to, by their path without the ending. */
export function unusedParts(root: string): Set<string> {
  const sources = [...parts, ...users].flatMap((at) => (at.endsWith('.ts') ? [at] : filesBelow(at, root)));
  const importsOf = new Map(
    sources
      .filter((file) => file.endsWith('.ts'))
      .map((file) => [file.replace(/(\/index)?\.ts$/, ''), importedBy(root, file)] as const),
  );
  const isPart = (name: string) => parts.some((folder) => name.startsWith(`${folder}/`));
  const reached = new Set<string>();
  const open = [...importsOf.keys()].filter((name) => !isPart(name));
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    open.push(...(importsOf.get(name) ?? []));
  }
  return new Set([...importsOf.keys()].filter((name) => isPart(name) && !reached.has(name)));
}

function importedBy(root: string, file: string): string[] {
  const text = readFileSync(path.join(root, file), 'utf8');
  return [...text.matchAll(/from '(\.[^']+)'/g)].map(([, target = '']) =>
    path.posix.join(path.posix.dirname(file), target),
  );
}
