import * as fs from 'node:fs';
import * as path from 'node:path';
import { createTwoFilesPatch } from 'diff';
import { CONFIG_NAME } from '../config/find';
import { Changes, type Places } from './changes';
import { command as defined, type Values } from './command';
import { optionsOf, root, selection } from './options';
import { sourceFolders } from './types';

/** Editors write a file in several steps; wait until they are done. Milliseconds. */
const QUIET = 40;

export const command = defined({
  about: `Synthesizes again at every change of the sources or of terrachart.yaml, prints what changed in the output, and then
what of the sources has a wrong type. Ends with Ctrl-C.`,
  options: selection,
  run: (values, say) => watch(values, say),
});

/** The libraries stay loaded; our own modules are loaded anew, so that nothing stale is ever built. */
function watch(values: Values<typeof selection>, say: (line: string) => void): Promise<never> {
  const { infraOut, manifestsOut, config } = optionsOf(values, process.env);
  const outputs = [infraOut, manifestsOut];
  const run = async (): Promise<void> => {
    const started = performance.now();
    const before = outputs.map(textsIn);
    forgetOurModules();
    const { synth } = (await import('./synth')) as typeof import('./synth');
    const { telling } = (await import('./print')) as typeof import('./print');
    const { checkTypes } = (await import('./types')) as typeof import('./types');
    // The summary of a synth would bury the diff.
    await telling(async () => {
      await synth(optionsOf(values, process.env), say);
      const patches = outputs.flatMap((folder, i) => patch(folder, before[i] ?? {}, textsIn(folder)));
      const took = `${((performance.now() - started) / 1000).toFixed(2)} s`;
      return { text: [...patches, patches.length > 0 ? took : `nothing changed, ${took}`].join('\n') };
    });
    // Afterwards, because it takes longer than all the rest.
    await telling(async () => ({ text: checkTypes() }));
  };
  const folders = sourceFolders().map((name) => path.join(root, name));
  return following({ folders, files: config.length > 0 ? config : [path.join(root, CONFIG_NAME)] }, run);
}

/** Runs something now and after each burst of changes, one run at a time, for as long as the process lives. */
function following(places: Places, run: () => Promise<void>): Promise<never> {
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const next = (): void => {
    running = running.then(run).catch((error: unknown) => console.error(error));
  };
  const changes = new Changes(places, () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      changes.refresh();
      next();
    }, QUIET);
  });
  next();
  return new Promise(() => {});
}

/** Drops our compiled modules from memory, those of the libraries not. */
function forgetOurModules(): void {
  for (const file of Object.keys(require.cache)) {
    if (file.startsWith(root) && !file.includes(`${path.sep}node_modules${path.sep}`)) delete require.cache[file];
  }
}

/** What a synth writes below one of its folders. */
export function textsIn(folder: string): Record<string, string> {
  if (!fs.existsSync(folder)) return {};
  const files = fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(yaml|json)$|^files[\\/].+\.\w+$/.test(file));
  return Object.fromEntries(files.map((file) => [file, fs.readFileSync(path.join(folder, file), 'utf8')]));
}

function patch(folder: string, before: Record<string, string>, after: Record<string, string>): string[] {
  const files = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return files
    .filter((file) => before[file] !== after[file])
    .map((file) => {
      const name = path.join(path.relative(root, folder), file);
      return createTwoFilesPatch(name, name, before[file] ?? '', after[file] ?? '', undefined, undefined, {
        context: 2,
      });
    });
}
