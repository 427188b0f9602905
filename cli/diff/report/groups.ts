import type { Difference } from '../compare';
import type { Finding } from '../finding';
import { fromTo } from '../values';

/** The same change of many things, which is one line. */
export type Group = readonly [Finding, ...Finding[]];

export function grouped(all: readonly Finding[]): Group[] {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of all) {
    const key = keyOf(finding);
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  return [...groups.values()];
}

/** What a reader would call the same. Of what is dangerous or renamed, each has a line. */
function keyOf(finding: Finding): string {
  const { half, kind, verb, differences, dangers, forecast } = finding;
  const own = dangers.length > 0 || verb === 'renamed' ? titleOf(finding) : '';
  const what = verb === 'changed' ? differences.map(withoutPlace) : [half, kind];
  return JSON.stringify([verb, forecast.effect, forecast.how, what, own, dangers]);
}

/** The same image is at different places in different pods. */
const withoutPlace = ({ path, before, after }: Difference) => [path.at(-1), before, after];

export function titleOf({ half, name, system, environment }: Finding): string {
  // A stack says itself what it is of.
  return half === 'terraform' ? name : `${name} (${[system, environment].filter(Boolean).join(' ')})`;
}

/** The places that differ, in words: the first few, and how many more. */
export function differencesIn({ differences }: Finding, most = 2): string {
  const told = differences.slice(0, most).map((each) => `${shortPath(each.path)} ${fromTo(each)}`);
  const more = differences.length - told.length;
  return [...told, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

/** The end of a path says most. */
function shortPath(path: readonly string[]): string {
  return path.length > 4 ? path.slice(-3).join('.') : path.join('.');
}

/** Labels, checksums and what the program notes for itself: they follow from other changes. */
export function isMinor({ verb, differences, forecast: { effect }, dangers }: Finding): boolean {
  if (dangers.length > 0 || effect === 'no effect') return dangers.length === 0;
  const minor = (path: readonly string[]) => path.includes('labels') || path.includes('annotations');
  // A checksum of a pod's template restarts it.
  return effect === 'update in place' && verb === 'changed' && differences.every(({ path }) => minor(path));
}
