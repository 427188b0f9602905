import type { Finding } from '../finding';
import type { Side } from '../side';
import { headOf, sectionsOf } from './lines';

/** What a screen has. */
const SCREEN = 40;

/** For people at a terminal: a screen at most, unless they want all of it. */
export function textOf(before: Side, after: Side, all: readonly Finding[], whole: boolean): string {
  const lines = [
    headOf(before, after, all),
    ...[...before.notes, ...after.notes],
    ...sectionsOf(all).flatMap(({ title, lines: rows }) => [
      '',
      `${title}:`,
      ...rows.flatMap((row) => `  ${row}`.split('\n')),
    ]),
  ];
  if (whole || lines.length <= SCREEN) return lines.join('\n');
  const shown = lines.slice(0, SCREEN - 1);
  return [...shown, `... ${lines.length - shown.length} more lines: --all`].join('\n');
}
