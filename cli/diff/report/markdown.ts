import type { Report } from '../finding';
import { headOf, type Line, sectionsOf, visible } from './lines';

/** GitHub refuses a comment of more than 65,536 characters. */
const LONGEST = 65_000;
/** Room for what is said of the rest. */
const LAST = 200;

/** For a pull request: sections that fold, the dangerous ones open. What is too long is left out, and how much that is, said. */
export function markdownOf(report: Report): string {
  const written = ['## What this change does', '', escaped(headOf(report)), ''];
  for (const note of report.notes.slice(0, 10)) written.push(`> ${escaped(visible(note))}`, '');
  let room = LONGEST - LAST - lengthOf(written);
  let missing = 0;
  for (const { title, isDangerous, lines } of sectionsOf(report)) {
    const [open, close] = frameOf(`${title} (${lines.length})`, isDangerous);
    room -= lengthOf([...open, ...close]);
    const rows = lines.map(rowOf);
    const cut = rows.findIndex((row) => {
      room -= row.length + 1;
      return room < 0;
    });
    const kept = cut < 0 ? rows : rows.slice(0, cut);
    missing += rows.length - kept.length;
    if (kept.length > 0) written.push(...open, ...kept, ...close);
  }
  if (missing > 0) written.push(`**${missing} more lines are left out.** All of them: \`npm run diff -- --all\`.`, '');
  return written.join('\n');
}

function frameOf(title: string, open: boolean): [string[], string[]] {
  if (open) return [[`### ${title}`, ''], ['']];
  return [
    [`<details><summary>${title}</summary>`, ''],
    ['', '</details>', ''],
  ];
}

const lengthOf = (lines: readonly string[]) => lines.reduce((sum, { length }) => sum + length + 1, 0);

const rowOf = ({ text, more }: Line) => `- ${[text, ...more].map(escaped).join('<br>')}`;

/**
 * Names and values come from whoever wrote the change: no markup, no HTML. What GitHub makes of plain text (mentions, references to
 * issues, links) it makes after that, so a joiner that nobody sees stands in the middle of it.
 */
function escaped(text: string): string {
  return text
    .replace(/@|#|\/\/|www\.|\bGH-/gi, `$&${JOINER}`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_{}[\]()+!|~$=:-]/g, '\\$&');
}

const JOINER = '\u2060';
