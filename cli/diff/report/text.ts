import type { Report } from '../finding';
import { headOf, sectionsOf, visible } from './lines';

/** What a screen has. */
const SCREEN = 40;

/** For people at a terminal: a screen at most, unless they want all of it. */
export function textOf(report: Report, whole: boolean): string {
  const lines = [
    headOf(report),
    ...report.notes.map(visible),
    ...sectionsOf(report).flatMap(({ title, lines: rows }) => [
      '',
      `${title}:`,
      ...rows.flatMap(({ text, more }) => [`  ${text}`, ...more.map((each) => `    ${each}`)]),
    ]),
  ];
  if (whole || lines.length <= SCREEN) return lines.join('\n');
  const shown = lines.slice(0, SCREEN - 1);
  return [...shown, `... ${lines.length - shown.length} more lines: --all`].join('\n');
}
