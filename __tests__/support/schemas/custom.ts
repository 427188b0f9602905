import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../cli/options';
import { type Declarations, declarations } from './types';

/**
 * Custom kinds, from the bindings in imports/: made from the very CustomResourceDefinitions that are pinned there.
 * They keep fields, types, enums and what is required; patterns and ranges are the API server's to check.
 */

export interface CustomKind {
  readonly apiVersion: string;
  readonly kind: string;
  /** Name of its schema, without apiVersion and kind, among `schemas`. */
  readonly name: string;
  readonly schemas: Declarations;
}

const folder = join(root, 'imports');

/** Every kind that has bindings. */
export function customKinds(): CustomKind[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => kindsOf(readFileSync(join(folder, file), 'utf8')));
}

/** The kinds of one generated file. */
export function kindsOf(text: string): CustomKind[] {
  const schemas = { ...declarations(text, jsonNames(text)), ...wrapped(text) };
  return [...text.matchAll(KIND)].map(([, name = '', apiVersion = '', kind = '']) => ({
    apiVersion,
    kind,
    name: `${name}Props`,
    schemas,
  }));
}

const KIND =
  /^export class (\w+) extends ApiObject \{[\s\S]*?GVK: GroupVersionKind = \{\s*apiVersion: '([^']+)',\s*kind: '([^']+)'/gm;

/** A value that may be a number or a string has a class of its own. */
function wrapped(text: string): Declarations {
  const classes = text.split(/^export class /m).flatMap((part) => {
    const [, name, types] =
      /^(\w+) \{[\s\S]*?^ {2}private constructor\(public readonly value: ([\w| ]+)\)/m.exec(part) ?? [];
    return name && types ? [[name, { type: types.split(' | ') }] as const] : [];
  });
  return Object.fromEntries(classes);
}

/** `isCa` in TypeScript is `isCA` in JSON: the functions that convert say so. */
function jsonNames(text: string): (type: string, field: string) => string {
  const names = new Map<string, string>();
  for (const [, type, body = ''] of text.matchAll(
    /^export function toJson_(\w+)\([\s\S]*?const result = \{([\s\S]*?)\n {2}\};/gm,
  )) {
    for (const [, json = '', field] of body.matchAll(/^ {4}'([^']+)': .*?\bobj\.(\w+)/gm))
      names.set(`${type}.${field}`, json);
  }
  return (type, field) => {
    const json = names.get(`${type}.${field}`);
    if (json === undefined) throw new Error(`imports/: nothing converts ${type}.${field} to JSON`);
    return json;
  };
}
