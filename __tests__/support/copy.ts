import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { root } from '../../cli/options';

/** Copies what git tracks or would track, as it stands now. @returns the paths of the files, from the root */
export function copyRepository(target: string): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  // A copy's node_modules is a link, which `.gitignore` does not take for the folder that it names.
  const isFile = (file: string) => fs.statSync(path.join(root, file), { throwIfNoEntry: false })?.isFile();
  const files = listed.split('\0').filter((file) => file !== '' && isFile(file));
  for (const file of files) {
    fs.mkdirSync(path.dirname(path.join(target, file)), { recursive: true });
    fs.copyFileSync(path.join(root, file), path.join(target, file));
  }
  return files;
}
