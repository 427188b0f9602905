import { causesOf, factsOf } from './cause';
import { type Change, compare } from './compare';
import { type Danger, type DangerClass, dangers, dangersOf } from './danger/danger';
import { type Effect, effects, type Forecast } from './forecast/effect';
import { forecast } from './forecast/forecast';
import type { Side } from './side';
import { fromTo } from './values';

/** A change, what applying it does, and what is dangerous about that. */
export interface Finding {
  readonly change: Change;
  readonly forecast: Forecast;
  readonly dangers: readonly Danger[];
  /** Paths of facts in `config/` or in the configuration. */
  readonly causes: readonly string[];
}

/** What two versions make differently, the dangerous first. */
export function findings(before: Side, after: Side): Finding[] {
  const facts = factsOf(before, after);
  const found = compare(before.things, after.things).map((change): Finding => {
    const expected = forecast(change);
    return { change, forecast: expected, dangers: dangersOf(change, expected), causes: causesOf(change, facts) };
  });
  return inOrder(found);
}

/** The dangerous first. */
export function inOrder(all: readonly Finding[]): Finding[] {
  return [...all].sort((a, b) => rank(a) - rank(b) || (titleOf(a) < titleOf(b) ? -1 : 1));
}

function rank({ dangers: found, forecast: { effect } }: Finding): number {
  const order = Object.keys(dangers) as DangerClass[];
  const worst = Math.min(...found.map((danger) => order.indexOf(danger.class)), order.length);
  return worst * effects.length + effects.indexOf(effect);
}

/** The same change of many things, which is one line. */
export interface Group {
  readonly findings: readonly [Finding, ...Finding[]];
}

export function grouped(all: readonly Finding[]): Group[] {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of all) {
    const key = keyOf(finding);
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  return [...groups.values()].map((findings) => ({ findings }));
}

/** What a reader would call the same. Things that come or go are each a line where they are dangerous. */
function keyOf({ change, forecast: { effect, how }, dangers: found }: Finding): string {
  const { verb, thing, differences } = change;
  const own = found.length > 0 || verb === 'renamed' ? thing.system + thing.environment + thing.name : '';
  const what = verb === 'changed' ? JSON.stringify(differences.map(withoutPlace)) : `${thing.half} ${thing.kind}`;
  return [verb, effect, how, what, own, JSON.stringify(found)].join('\n');
}

/** The same image is at different places in different pods. */
const withoutPlace = ({ path, before, after }: Change['differences'][number]) => [path.at(-1), before, after];

export function titleOf({ change: { thing } }: Finding): string {
  return thing.half === 'terraform' ? thing.name : `${thing.name} (${thing.system} ${thing.environment})`;
}

/** The places that differ, in words: the first few, and how many more. */
export function differencesIn({ change: { differences } }: Finding, most = 2): string {
  const told = differences.slice(0, most).map((each) => `${shortPath(each.path)} ${fromTo(each)}`);
  const more = differences.length - told.length;
  return [...told, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

/** The end of a path says most. */
function shortPath(path: readonly string[]): string {
  return path.length > 4 ? path.slice(-3).join('.') : path.join('.');
}

/** Labels, checksums and what the program notes for itself: they follow from other changes. */
export function isMinor({ change: { verb, differences }, forecast: { effect }, dangers: found }: Finding): boolean {
  if (found.length > 0) return false;
  const minor = (path: readonly string[]) => path.includes('labels') || path.includes('annotations');
  return effect === 'no effect' || (verb === 'changed' && differences.every(({ path }) => minor(path)));
}

export function countsOf(all: readonly Finding[]): Partial<Record<Effect, number>> {
  return Object.fromEntries(
    effects
      .map((effect) => [effect, all.filter((finding) => finding.forecast.effect === effect).length] as const)
      .filter(([, count]) => count > 0),
  );
}
