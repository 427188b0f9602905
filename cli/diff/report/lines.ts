import { type DangerClass, dangers } from '../danger/danger';
import { countsOf, differencesIn, type Finding, type Group, grouped, isMinor, titleOf } from '../finding';
import type { Side } from '../side';

/** A part of the report, with one line for each group of changes. */
export interface Section {
  readonly title: string;
  readonly lines: readonly string[];
}

/** The report in the order in which it is read: what is dangerous, what restarts, the rest. */
export function sectionsOf(all: readonly Finding[]): Section[] {
  const dangerous = (Object.keys(dangers) as DangerClass[]).map((name) => ({
    title: `Danger: ${dangers[name]}`,
    lines: grouped(all.filter(({ dangers: found }) => found[0]?.class === name)).map(lineOf),
  }));
  const calm = all.filter((finding) => finding.dangers.length === 0);
  const minor = calm.filter(isMinor);
  const rest = calm.filter((finding) => !isMinor(finding));
  const of = (title: string, found: readonly Finding[]) => ({ title, lines: grouped(found).map(lineOf) });
  return [
    ...dangerous,
    of(
      'Restarts',
      rest.filter(({ forecast: { effect } }) => effect === 'rolls pods'),
    ),
    of(
      'Nobody can say',
      rest.filter(({ forecast: { effect } }) => effect === 'unknown'),
    ),
    of(
      'Other changes',
      rest.filter(({ forecast: { effect } }) => effect !== 'rolls pods' && effect !== 'unknown'),
    ),
    of('Labels, checksums, notes', minor),
  ].filter(({ lines }) => lines.length > 0);
}

function lineOf({ findings }: Group): string {
  const [first, ...others] = findings;
  const { change, forecast, dangers: found } = first;
  const what =
    others.length > 0
      ? `${findings.length} of ${change.thing.kind || change.thing.half}: ${names(findings)}`
      : titleOf(first);
  const { effect, how } = forecast;
  const reasons = found.map(({ reason }) => reason);
  // A reason often says how already.
  const told = how && !reasons.some((reason) => reason.includes(how)) ? `${effect} (${how})` : effect;
  const differs = change.verb === 'changed' && reasons.length === 0 ? differencesIn(first) : '';
  const causes = [...new Set(findings.flatMap(({ causes }) => causes))];
  return [
    `${what}: ${[told, ...reasons, differs].filter(Boolean).join('; ')}`,
    ...(change.verb === 'renamed' ? [renameOf(first)] : []),
    ...(causes.length > 0 ? [`because of ${causes.slice(0, 3).join(', ')}${causes.length > 3 ? ', ...' : ''}`] : []),
  ].join('\n    ');
}

function names(findings: readonly Finding[]): string {
  const told = findings.slice(0, 4).map(({ change }) => change.thing.name);
  return `${told.join(', ')}${findings.length > told.length ? ', ...' : ''}`;
}

/** What a rename wants: for Terraform a block to paste, for what keeps data a warning. */
function renameOf({ change: { before, after } }: Finding): string {
  if (!before || !after) return '';
  const own = (name: string) => name.slice(name.indexOf('/') + 1);
  if (after.half !== 'terraform') return `was ${before.name}, with the same content`;
  const sameStack = before.name.split('/')[0] === after.name.split('/')[0];
  return sameStack
    ? `the same under a new name: moved { from = ${own(before.name)}, to = ${own(after.name)} }`
    : `the same in another stack: terraform state rm ${own(before.name)} there, import it here`;
}

/** One line about all. */
export function headOf(before: Side, after: Side, all: readonly Finding[]): string {
  if (all.length === 0) return `${before.name} and ${after.name} make the same.`;
  const counts = Object.entries(countsOf(all)).map(([effect, count]) => `${count} ${effect}`);
  const dangerous = all.filter(({ dangers: found }) => found.length > 0).length;
  const head = `From ${before.name} to ${after.name}: ${all.length} ${all.length === 1 ? 'change' : 'changes'}`;
  return `${head}, ${dangerous === 0 ? 'none' : dangerous} dangerous (${counts.join(', ')})`;
}
