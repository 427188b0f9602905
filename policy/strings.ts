import { parseDocument } from 'yaml';
import { nameOf } from '../model/objects';
import type { Output } from '../model/output';
import type { Violation } from './rule';

/** What is wrong with a text that stands under a name, in words that follow "the text". */
type Look = (text: string, name: string) => readonly string[];

/** Looks at every text of the output; a violation names the keys and positions that lead to it, or the line. */
export function search({ objects, stacks, files }: Output, look: Look): Violation[] {
  return [
    ...objects.flatMap((object) => below(object, () => nameOf(object), look)),
    ...Object.entries(stacks).flatMap(([stack, json]) =>
      Object.entries(json).flatMap(([block, content]) =>
        block === 'resource' || block === 'data'
          ? named(content as Blocks).flatMap(([type, name, body]) =>
              below(body, () => `${stack}/${block === 'data' ? 'data.' : ''}${type}.${name}`, look),
            )
          : below(content, () => `${stack}/${block}`, look),
      ),
    ),
    ...Object.entries(files).flatMap(([path, text]) => below(contentOf(path, text), () => `files/${path}`, look)),
  ];
}

/** What a file says, in its own structure where it has one; else by line. */
function contentOf(path: string, text: string): unknown {
  if (/\.(ya?ml|json)$/.test(path)) {
    const document = parseDocument(text);
    if (document.errors.length === 0) return document.toJS();
  }
  return { line: Object.fromEntries(text.split('\n').map((line, i) => [`${i + 1}`, line])) };
}

type Blocks = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

function named(types: Blocks): [string, string, unknown][] {
  return Object.entries(types).flatMap(([type, blocks]) =>
    Object.entries(blocks).map(([name, body]): [string, string, unknown] => [type, name, body]),
  );
}

/** Almost every text is fine, so names are only put together where one is not. */
function below(root: unknown, object: () => string, look: Look): Violation[] {
  const found: Violation[] = [];
  const path: string[] = [];
  const visit = (node: unknown, name: string): void => {
    if (typeof node === 'string') {
      for (const problem of look(node, name)) found.push({ object: object(), detail: `${path.join('.')} ${problem}` });
    }
    if (typeof node !== 'object' || node === null) return;
    const isList = Array.isArray(node);
    for (const key in node) {
      // cdktf's own notes, such as the construct's path.
      if (key === '//') continue;
      path.push(key);
      visit((node as Record<string, unknown>)[key], isList ? name : key);
      path.pop();
    }
  };
  visit(root, '');
  return found;
}
