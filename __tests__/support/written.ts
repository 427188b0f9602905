import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { builtInFiles } from './built-in';

/** The files of an environment, in a folder of the test's own. */
export interface Written {
  /** The path of a file, or of another one beside them. */
  at(...names: string[]): string;
  /** @returns '' for a file that there is not */
  text(name: string): string;
  /** The compose files among them. */
  readonly composeFiles: readonly string[];
}

export function writtenFiles(system: string, environment: string): Written {
  const folder = fs.mkdtempSync(path.join(tmpdir(), `${system}-${environment}-`));
  const files = builtInFiles(system, environment);
  const at = (...names: string[]) => path.join(folder, ...names);
  beforeAll(() => {
    for (const { name, text } of files) {
      fs.mkdirSync(path.dirname(at(name)), { recursive: true });
      fs.writeFileSync(at(name), text);
    }
  });
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
  return {
    at,
    text: (name) => files.find((file) => file.name === name)?.text ?? '',
    composeFiles: files.filter(({ text }) => /^version:/m.test(text)).map(({ name }) => name),
  };
}
