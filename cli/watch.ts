import * as path from 'node:path';
import { createTwoFilesPatch } from 'diff';
import { CONFIG_NAME } from '../config/find';
import { Changes, type Places } from './changes';
import { command as defined, type Values } from './command';
import { type Texts, textsIn } from './diff/kept';
import { optionsOf, root, selection } from './options';
import { sourceFolders } from './types';

/** Editors write a file in several steps; wait until they are done. Milliseconds. */
const QUIET = 40;

export const command = defined({
  about: `Synthesizes again at every change of the sources or of terrachart.yaml, prints what changed in the output and what applying that
does, and then what of the sources has a wrong type. Ends with Ctrl-C.`,
  options: selection,
  run: (values, say) => watch(values, say),
});

/** The libraries stay loaded; our own modules are loaded anew, so that nothing stale is ever built. */
function watch(values: Values<typeof selection>, say: (line: string) => void): Promise<never> {
  const { infraOut, manifestsOut, config } = optionsOf(values, process.env);
  const outputs = [infraOut, manifestsOut];
  let isSave = false;
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
      const after = outputs.map(textsIn);
      const patches = outputs.flatMap((folder, i) => patch(folder, before[i] ?? {}, after[i] ?? {}));
      const took = `${((performance.now() - started) / 1000).toFixed(2)} s`;
      if (patches.length === 0) return { text: `nothing changed, ${took}` };
      // At first it is compared with whatever was there, which may be of other systems.
      const told = isSave ? [await forecast(before, after)] : [];
      return { text: [...patches, ...told, took].join('\n') };
    });
    isSave = true;
    // Afterwards, because it takes longer than all the rest.
    await telling(async () => ({ text: checkTypes() }));
  };
  const forecast = async (before: Texts[], after: Texts[]): Promise<string> => {
    const { loadTargets } = (await import('../synthesis/targets')) as typeof import('../synthesis/targets');
    const { forecastOf } = (await import('./diff/saved')) as typeof import('./diff/saved');
    return forecastOf(
      before,
      after,
      loadTargets(config).map(({ system, environment }) => `${system.name}.${environment}`),
    );
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

function patch(folder: string, before: Texts, after: Texts): string[] {
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
