import * as fs from 'node:fs';
import { watch } from 'node:fs';
import * as path from 'node:path';
import { createTwoFilesPatch } from 'diff';
import { readOptions, root } from './options';

/** Whatever changes a synth when it changes. */
const sources = ['config', 'model', 'synthesis', 'infra', 'manifests', 'policy', 'imports', 'cli'];

/** Editors write a file in several steps; wait until they are done. Milliseconds. */
const QUIET = 40;

/**
 * Synthesizes again at every change, and prints what changed in the output. The libraries stay loaded; our own modules
 * are loaded anew, so that nothing stale is ever built. Takes the options of synth; ends with Ctrl-C.
 */
export async function main(args: readonly string[]): Promise<number> {
  const { infraOut, manifestsOut, config } = readOptions(args, process.env);
  const outputs = [infraOut, manifestsOut];
  const run = async (): Promise<void> => {
    const started = performance.now();
    const before = outputs.map(texts);
    forgetOurModules();
    const { main: synth } = (await import('./synth')) as typeof import('./synth');
    const code = await quietly(() => synth(args));
    const patches = outputs.flatMap((folder, i) => patch(folder, before[i] ?? {}, texts(folder)));
    const took = `${((performance.now() - started) / 1000).toFixed(2)} s`;
    console.log(code === 0 ? [...patches, patches.length > 0 ? took : `nothing changed, ${took}`].join('\n') : took);
  };
  await run();
  await watching([...sources.map((name) => path.join(root, name)), ...(config ? [config] : [])], run);
  return 0;
}

/** Runs `again` after each burst of changes, one run at a time, for as long as the process lives. */
function watching(places: readonly string[], again: () => Promise<void>): Promise<never> {
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const changed = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(again).catch((error: unknown) => console.error(error));
    }, QUIET);
  };
  for (const place of places) watch(place, { recursive: fs.statSync(place).isDirectory() }, changed);
  return new Promise(() => {});
}

/** Drops our compiled modules from memory, those of the libraries not. */
function forgetOurModules(): void {
  for (const file of Object.keys(require.cache)) {
    if (file.startsWith(root) && !file.includes(`${path.sep}node_modules${path.sep}`)) delete require.cache[file];
  }
}

/** The summary of a synth would bury the diff; its errors are wanted. */
async function quietly(synth: () => Promise<number>): Promise<number> {
  const { log } = console;
  console.log = () => {};
  try {
    return await synth();
  } finally {
    console.log = log;
  }
}

function texts(folder: string): Record<string, string> {
  if (!fs.existsSync(folder)) return {};
  const files = fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(yaml|json)$/.test(file));
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
