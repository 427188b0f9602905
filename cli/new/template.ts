import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { renamed } from './names';

/** Templates stand as they would in the repository, so that the compiler holds them to it: `rootDirs` of tsconfig.json. */
const folder = path.join(__dirname, 'templates');

/** For which of its variants a thing is made: what each is called, e.g. `{ gcp: ['production', 'staging'] }`. */
export type Variants = Readonly<Record<string, readonly string[]>>;

/** At the end of a line that is not for every variant; `each` repeats it with the name in place of the variant's. */
const MARK = / *(?:\/\/|#|<!--) (only|each) ([a-z ]+?)(?: -->)?$/;

/**
 * The files of a template, by their path in the repository.
 * @param from the name that stands in the template
 * @param to what stands there instead
 */
export function filesOf(template: string, from: string, to: string, variants: Variants = {}): Record<string, string> {
  const at = path.join(folder, template);
  const files = readdirSync(at, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files
      .map((entry) => path.join(entry.parentPath, entry.name))
      .sort()
      .map((file) => [
        renamed(path.relative(at, file).split(path.sep).join('/'), from, to),
        renamed(varied(readFileSync(file, 'utf8'), variants), from, to),
      ]),
  );
}

/** The lines that are for these variants, without their marks. */
export function varied(text: string, variants: Variants): string {
  return text
    .split('\n')
    .flatMap((line) => {
      const [mark, how, list = ''] = MARK.exec(line) ?? [];
      if (mark === undefined) return [line];
      const bare = line.slice(0, -mark.length);
      const made = list.split(' ').filter((variant) => (variants[variant] ?? []).length > 0);
      if (how === 'only') return made.length > 0 ? [bare] : [];
      return made.flatMap((variant) => (variants[variant] ?? []).map((name) => naming(bare, list.split(' '), name)));
    })
    .join('\n');
}

function naming(line: string, variants: readonly string[], name: string): string {
  return line.replace(new RegExp(`(?<=^| |-)(${variants.join('|')})(?=:| |-|$)`), name);
}
