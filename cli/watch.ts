import * as path from 'node:path';
import { createTwoFilesPatch } from 'diff';
import { CONFIG_NAME } from '../config/find';
import { Changes, type Places } from './changes';
import { command as defined, type Values } from './command';
import { report } from './diff/finding';
import { chartsIn, stacksIn, type Texts, textsIn } from './diff/kept';
import { textOf } from './diff/report/text';
import type { Side } from './diff/side';
import { thingsIn } from './diff/thing';
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
      const { loadTargets } = (await import('../synthesis/targets')) as typeof import('../synthesis/targets');
      const names = loadTargets(config).map(({ system, environment }) => `${system.name}.${environment}`);
      return { text: [...patches, forecastOf(before, after, names), took].join('\n') };
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

/** What applying a save does, as `npm run diff` says it; files that are as they were are not read. */
export function forecastOf(before: readonly Texts[], after: readonly Texts[], environments: readonly string[]): string {
  const side = (name: string, texts: readonly Texts[], others: readonly Texts[]): Side => {
    const [infra = {}, manifests = {}] = texts.map((all, i) => changedIn(all, others[i] ?? {}));
    const things = [...stacksIn(infra, environments), ...chartsIn(manifests)].flatMap(thingsIn);
    return { name, things, records: {}, notes: [] };
  };
  return textOf(report(side('the last synth', before, after), side('this one', after, before)), false);
}

function changedIn(texts: Texts, others: Texts): Texts {
  return Object.fromEntries(Object.entries(texts).filter(([file, text]) => others[file] !== text));
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
