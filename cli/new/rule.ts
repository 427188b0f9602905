import { readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { rules } from '../../policy/rules';
import { root } from '../options';
import { again, format, write } from './finish';
import { spelling } from './names';
import { checkName, refuse } from './refuse';
import { filesOf } from './template';

const LIST = 'policy/rules.ts';

/** Writes a rule that works, with the cases that it lets pass and finds, and enters it. @returns its files */
export function newRule(id: string): string[] {
  checkName('rule', id);
  if (rules.some((rule) => rule.id === id)) refuse('rule', `${id} is there already`);
  const files = filesOf('rule', 'new-rule', id);
  write(files);
  const file = path.join(root, LIST);
  writeFileSync(file, entered(readFileSync(file, 'utf8'), id));
  format([...Object.keys(files), LIST]);
  again('policy', '--docs');
  return Object.keys(files);
}

/** The list of rules with one more, as the last of those on Kubernetes. */
function entered(text: string, id: string): string {
  const name = `${spelling(id).camel}Rules`;
  return `import { ${name} } from './kubernetes/${id}';\n${text}`.replace(
    /(\n {2}Kubernetes: \[[\s\S]*?)(\n {2}\],)/,
    (_, list: string, end: string) => `${list}\n    ...${name},${end}`,
  );
}
