import { type DangerClass, dangers } from '../danger/danger';
import { type Finding, isDangerous, type Report } from '../finding';
import { differencesIn, type Group, grouped, isMinor, titleOf } from './groups';

/** A part of the report. */
export interface Section {
  readonly title: string;
  readonly isDangerous: boolean;
  readonly lines: readonly Line[];
}

/** Of a group of changes. */
export interface Line {
  readonly text: string;
  /** What stands below it. */
  readonly more: readonly string[];
}

/** The report in the order in which it is read: what is dangerous, what restarts, the rest. */
export function sectionsOf({ changes }: Report): Section[] {
  const [minor, rest] = split(
    changes.filter((finding) => !isDangerous(finding)),
    isMinor,
  );
  const [unknown, known] = split(rest, ({ forecast: { effect } }) => effect === 'unknown');
  const [rolls, others] = split(known, ({ forecast: { effect } }) => effect === 'rolls pods');
  const worst = (name: DangerClass) => changes.filter(({ dangers: [first] }) => first?.class === name);
  const section = (title: string, found: readonly Finding[], isDangerous = false): Section => ({
    ...{ title, isDangerous },
    lines: grouped(found).map(lineOf),
  });
  return [
    ...(Object.keys(dangers) as DangerClass[]).map((name) => section(`Danger: ${dangers[name]}`, worst(name), true)),
    section('Restarts', rolls),
    section('Nobody can say', unknown),
    section('Other changes', others),
    section('Labels, checksums, notes', minor),
  ].filter(({ lines }) => lines.length > 0);
}

function split<T>(all: readonly T[], is: (one: T) => boolean): [T[], T[]] {
  return [all.filter(is), all.filter((one) => !is(one))];
}

function lineOf(group: Group): Line {
  const [first] = group;
  const { kind, verb, forecast, dangers: found } = first;
  const what =
    group.length > 1
      ? `${group.length} of ${kind}: ${some(
          group.map(({ name }) => name),
          4,
        )}`
      : titleOf(first);
  const { effect, how } = forecast;
  const reasons = found.map(({ reason }) => reason);
  // A reason often says how already.
  const told = how && !reasons.some((reason) => reason.includes(how)) ? `${effect} (${how})` : effect;
  const differs = verb === 'changed' && reasons.length === 0 ? differencesIn(first) : '';
  const causes = [...new Set(group.flatMap((finding) => finding.causes))];
  return {
    text: visible(`${what}: ${[told, ...reasons, differs].filter(Boolean).join('; ')}`),
    more: [...renameOf(first), ...(causes.length > 0 ? [`because of ${some(causes, 3)}`] : [])].map(visible),
  };
}

function some(names: readonly string[], most: number): string {
  return `${names.slice(0, most).join(', ')}${names.length > most ? ', ...' : ''}`;
}

/** What a rename wants: for Terraform a block to paste, for what keeps data a warning. */
function renameOf({ half, name, from }: Finding): string[] {
  if (from === undefined) return [];
  if (half !== 'terraform') return [`was ${from}, with the same content`];
  const [stack, ...address] = name.split('/');
  const [stackBefore, ...addressBefore] = from.split('/');
  const [is, was] = [address.join('/'), addressBefore.join('/')];
  return stack === stackBefore
    ? [`the same under a new name: moved { from = ${was}, to = ${is} }`]
    : [`the same in another stack: terraform state rm ${was} there, import it here`];
}

/** One line about all. */
export function headOf({ before, after, counts, changes }: Report): string {
  if (changes.length === 0) return visible(`${before} and ${after} make the same.`);
  const told = Object.entries(counts).map(([effect, count]) => `${count} ${effect}`);
  const dangerous = changes.filter(isDangerous).length;
  const head = `From ${before} to ${after}: ${changes.length} ${changes.length === 1 ? 'change' : 'changes'}`;
  return visible(`${head}, ${dangerous === 0 ? 'none' : dangerous} dangerous (${told.join(', ')})`);
}

/** A line that nobody reads to its end. In characters. */
const LONGEST = 1000;

/** In one line, without what a terminal or a page would take for a command: names and values are somebody else's. */
export function visible(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST)}...` : plain;
}
