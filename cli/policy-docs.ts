import { readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { ruleGroups } from '../policy/rules';
import { root } from './options';

const START = '<!-- rules: npm run policy -- --docs -->';
const END = '<!-- /rules -->';
const file = path.join(root, 'docs', 'policy.md');

/** The text with the rules, as the code has them, between its two marks. */
export function documentation(text: string): string {
  const [before = '', rest = ''] = text.split(START);
  const [, after = ''] = rest.split(END);
  return `${before}${START}\n\n${tables()}\n\n${END}${after}`;
}

export function writeDocumentation(): void {
  writeFileSync(file, documentation(readFileSync(file, 'utf8')));
}

function tables(): string {
  return Object.entries(ruleGroups)
    .map(([group, rules]) =>
      [
        `### ${group}`,
        '',
        '| rule | what it protects from going wrong | how to mend it |',
        '|---|---|---|',
        ...rules.map(({ id, protects, mend, link }) => `| [\`${id}\`](${link}) | ${cell(protects)} | ${cell(mend)} |`),
      ].join('\n'),
    )
    .join('\n\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}
