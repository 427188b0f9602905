import type { Finding } from '../finding';
import type { Side } from '../side';
import { headOf, sectionsOf } from './lines';

/** GitHub refuses a comment that is longer than 65,536 characters. */
const LONGEST = 65_000;

/** For a pull request. What is too long is cut at a line, with how much is missing and where the whole is. */
export function markdownOf(before: Side, after: Side, all: readonly Finding[]): string {
  const head = ['## What this change does', '', escaped(headOf(before, after, all)), ''];
  const body = sectionsOf(all).flatMap(({ title, lines }) => {
    const rows = lines.map((line) => `- ${escaped(line).replaceAll('\n    ', '<br>')}`);
    const open = title.startsWith('Danger');
    return open
      ? [`### ${title} (${rows.length})`, '', ...rows, '']
      : [`<details><summary>${title} (${rows.length})</summary>`, '', ...rows, '', '</details>', ''];
  });
  const left = LONGEST - head.join('\n').length - 300;
  let length = 0;
  const kept = body.findIndex((line) => {
    length += line.length + 1;
    return length > left;
  });
  if (kept < 0) return [...head, ...body].join('\n');
  const shown = body.slice(0, kept);
  const open =
    shown.filter((line) => line.startsWith('<details>')).length > shown.filter((line) => line === '</details>').length;
  const missing = body.slice(kept).filter((line) => line.startsWith('- ')).length;
  return [
    ...[...head, ...shown, ...(open ? ['', '</details>'] : []), ''],
    `**${missing} more lines are left out.** All of them: \`npm run diff -- --all\`.`,
    '',
  ].join('\n');
}

/** Names and values come from whoever wrote the change: no markup, no mention, no HTML. */
function escaped(text: string): string {
  return (
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replace(/[\\`*_{}[\]()#+!|~]/g, '\\$&')
      // A mention and a reference to an issue are made by what follows; an invisible joiner stands between.
      .replace(/@/g, '@\u2060')
      .replace(/https?:\/\//g, (scheme) => scheme.replace(':', ':\u2060'))
  );
}
