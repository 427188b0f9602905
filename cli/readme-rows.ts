import { readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';

/** The table of systems in README.md, as text: `| name | what it is | environments |`. */
const HEAD = /^\| system \| what it is \| environments \|\n\|[-|]+\|\n/m;

interface Row {
  readonly system: string;
  readonly environments: readonly string[];
}

/** What the table says, in its order. */
export function rowsOf(text: string): Row[] {
  const [, table = ''] = text.split(HEAD);
  const [rows = ''] = table.split(/^(?!\|)/m);
  return rows
    .split('\n')
    .map((row) => row.split(' | '))
    .filter((cells) => cells.length > 2)
    .map((cells) => ({ system: namesIn(cells[0] ?? '')[0] ?? '', environments: namesIn(cells.at(-1) ?? '') }));
}

const namesIn = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);

/** Adds a system's row, as the last. */
export function addRow(root: string, { system, environments }: Row): void {
  const row = `| [\`${system}\`](docs/systems/${system}.md) | what it is for | ${quoted(environments)} |\n`;
  edit(root, (text) => text.replace(new RegExp(`${HEAD.source}(\\|.*\\n)*`, 'm'), (table) => `${table}${row}`));
}

/** Names one more environment in a system's row. */
export function addEnvironment(root: string, { system, environments }: Row): void {
  const row = new RegExp(`^(\\| [^|]*\`${system}\`[^|]* \\| .*)( \\|)$`, 'm');
  edit(root, (text) => text.replace(row, (_, start: string, end: string) => `${start}, ${quoted(environments)}${end}`));
}

const quoted = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ');

function edit(root: string, change: (text: string) => string): void {
  const file = path.join(root, 'README.md');
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}
