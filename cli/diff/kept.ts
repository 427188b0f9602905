import * as fs from 'node:fs';
import * as path from 'node:path';
import { InputError } from '../../config/system';
import { type Origin, originOf } from '../../model/origin';
import type { Side } from './side';
import { type Text, thingsIn } from './thing';

/** Texts of the files of a folder, by their paths below it. */
export type Texts = Readonly<Record<string, string>>;

/** What a synth writes below one of its folders. */
export function textsIn(folder: string): Record<string, string> {
  if (!fs.existsSync(folder)) return {};
  const files = fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(yaml|json)$|^files[\\/]/.test(file) && fs.statSync(path.join(folder, file)).isFile());
  return Object.fromEntries(files.map((file) => [file, fs.readFileSync(path.join(folder, file), 'utf8')]));
}

/** The charts in the texts of a `dist/`: each says in its first line what it is of. */
export function chartsIn(
  texts: Texts,
  originIn: (file: string, text: string) => Origin | undefined = byFirstLine,
): Text[] {
  return Object.entries(texts).flatMap(([file, text]): Text[] => {
    const origin = file.endsWith('.k8s.yaml') ? originIn(file, text) : undefined;
    return origin ? [{ half: 'kubernetes', ...origin, name: file.replace(/\.k8s\.yaml$/, ''), text }] : [];
  });
}

const byFirstLine = (_: string, text: string) => originOf(text);

/** The stacks and other files in the texts of a `cdktf.out/`.
 * @param environments as `system.environment`: names of stacks and folders begin by them
 */
export function stacksIn(texts: Texts, environments: readonly string[]): Text[] {
  return Object.entries(texts).flatMap(([file, text]): Text[] => {
    const [folder = '', name = '', ...below] = file.split(/[\\/]/);
    const of = environmentOf(name, environments);
    if (folder === 'stacks' && below.join('/') === 'cdk.tf.json') return [{ half: 'terraform', ...of, name, text }];
    return folder === 'files' ? [{ half: 'files', ...of, name: below.join('/'), text }] : [];
  });
}

/** The longest that fits: `shop-local-extra` may be an environment, too. A name that nobody knows any more is a system of its own. */
function environmentOf(name: string, environments: readonly string[]): Origin {
  const [of = `${name}.`] = environments
    .filter((each) => `${name}-`.startsWith(`${each.replace('.', '-')}-`))
    .sort((a, b) => b.length - a.length);
  const [system = '', environment = ''] = of.split('.');
  return { system, environment };
}

/** Output that somebody kept: a folder with a `dist/` and a `cdktf.out/`, itself or in folders of its own, or one that is either.
 * @param environments as `system.environment`
 * @throws InputError for a folder without any
 */
export function keptSide(folder: string, environments: readonly string[]): Side {
  const within = fs.existsSync(folder) ? fs.readdirSync(folder).map((name) => path.join(folder, name)) : [];
  const places = [
    folder,
    ...within,
    ...within.flatMap((place) => [path.join(place, 'dist'), path.join(place, 'cdktf.out')]),
  ];
  const texts = places.filter(isFolder).flatMap((place) => {
    const names = fs.readdirSync(place);
    const isStacks = names.includes('stacks');
    const isCharts = names.some((name) => name.endsWith('.k8s.yaml'));
    if (!isStacks && !isCharts) return [];
    const found = textsIn(place);
    return [...(isStacks ? stacksIn(found, environments) : []), ...(isCharts ? chartsIn(found) : [])];
  });
  if (texts.length === 0) {
    throw new InputError('Nothing to compare with:', [
      { path: `--against ${folder}`, message: 'expected a folder with the dist/ or the cdktf.out/ of a synth' },
    ]);
  }
  return { name: folder, things: texts.flatMap(thingsIn), records: {}, notes: [] };
}

const isFolder = (place: string) => fs.existsSync(place) && fs.statSync(place).isDirectory();

/** What of a side is of the kind that was kept: `dist/` holds one environment at a time, and a folder may hold one half only. */
export function comparable(side: Side, kept: Side): Side {
  const keyOf = ({ half, environment }: { half: string; environment: string }) =>
    half === 'kubernetes' ? `Kubernetes objects of ${environment}` : 'Terraform stacks';
  const known = new Set(kept.things.map(keyOf));
  // Of policy nothing is kept.
  const things = side.things.filter((thing) => thing.half !== 'policy');
  const missing = [...new Set(things.map(keyOf))].filter((key) => !known.has(key));
  return {
    ...side,
    things: things.filter((thing) => known.has(keyOf(thing))),
    notes: [...side.notes, ...missing.map((key) => `${key} are not compared: nothing was kept of them.`)],
  };
}
