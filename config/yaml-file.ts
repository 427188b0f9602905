import { lstatSync, readFileSync, readlinkSync } from 'node:fs';
import { Composer, type Document, LineCounter, Parser } from 'yaml';
import { InputError, type Problem } from './system';
import { decode } from './text';
import { tooDeep } from './yaml-depth';
import { Nodes } from './yaml-nodes';

/** What a YAML file says, and where it says it. */
export interface YamlFile {
  /** The file as messages name it. */
  readonly name: string;
  readonly value: unknown;
  readonly nodes: Nodes;
}

/**
 * Reads one YAML document of keys, lists and plain values.
 * @param name the file as messages name it
 * @throws InputError with every place that is not YAML, or that a configuration cannot be
 */
export function readYamlFile(file: string, name: string): YamlFile {
  const lines = new LineCounter();
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${name}:${line}:${col}`;
  };
  const refuse = (faults: readonly { offset: number; message: string }[]) => {
    if (faults.length === 0) return;
    throw new InputError(
      'Not YAML:',
      faults.map(({ offset, message }): Problem => ({ path: place(offset), message })),
    );
  };
  const tokens = [...new Parser(lines.addNewLine).parse(readText(file, name))];
  refuse(tooDeep(tokens));
  // Keys are told apart in `Nodes`: the library compares each with each.
  const documents = [...new Composer({ uniqueKeys: false }).compose(tokens, true)] as Document.Parsed[];
  const [document, second] = documents;
  if (!document) throw new Error('the composer makes a document of nothing, too');
  refuse(document.errors.map(({ pos: [offset], message }) => ({ offset, message })));
  if (second) refuse([{ offset: second.range[0], message: 'a second document: a configuration is one' }]);
  const nodes = new Nodes(document, place);
  if (nodes.problems.length > 0) throw new InputError(`${name} is not a configuration:`, nodes.problems);
  return { name, value: plain(document, name), nodes };
}

/** Aliases are only resolved here: those that would explode throw. */
function plain(document: Document, name: string): unknown {
  try {
    return document.toJS() ?? {};
  } catch (error) {
    throw new InputError('Not YAML:', [{ path: name, message: (error as Error).message }]);
  }
}

function readText(file: string, name: string): string {
  const refuse = (message: string) => new InputError('Configuration cannot be read:', [{ path: name, message }]);
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ELOOP') throw refuse('a link that leads back to itself');
    if (code !== 'ENOENT') throw refuse(message.replaceAll(file, name));
    const isLink = lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink();
    throw refuse(isLink ? `a link to ${readlinkSync(file)}, which is not there` : 'no such file');
  }
  const text = decode(bytes);
  if (text.error !== undefined) throw refuse(text.error);
  return text.value;
}
