import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Declarations, declarations, type JsonSchema } from './types';

/**
 * Kubernetes' own kinds, from kubernetes-models: its types know every field, its validators know ranges and formats.
 * Neither alone would do: the validators accept unknown fields, the types know no integers.
 */

const PACKAGE = 'kubernetes-models';

interface Model {
  validate(): void;
}

export interface CoreKind {
  /** Name of the kind's schema among `schemas`. */
  readonly name: string;
  /** It, and all that it refers to. */
  readonly schemas: Declarations;
  /** What the model's own validator says. */
  readonly problems: (object: object) => string[];
}

/**
 * Only stable versions: the package still has alphas and betas that Kubernetes dropped long ago.
 * @returns undefined where Kubernetes has no such kind
 */
export function coreKind(apiVersion: string, kind: string): CoreKind | undefined {
  if (/(alpha|beta)\d*$/.test(apiVersion)) return undefined;
  const module = `${PACKAGE}/${apiVersion}/${kind}`;
  const file = typesOf(module);
  if (file === undefined) return undefined;
  const schemas: Record<string, JsonSchema> = {};
  const name = load(file, schemas);
  const { [kind]: ModelOfKind } = require(module) as Record<string, new (data: object) => Model>;
  if (!ModelOfKind) throw new Error(`${module} exports no ${kind}`);
  return { name, schemas, problems: (object) => problemsOf(new ModelOfKind(object)) };
}

export const metadataModule = '@kubernetes-models/apimachinery/apis/meta/v1/ObjectMeta';

/** Metadata of any object, custom ones too. */
export function objectMeta(): Pick<CoreKind, 'name' | 'schemas'> {
  const schemas: Record<string, JsonSchema> = {};
  return { name: load(typesOf(metadataModule) ?? '', schemas), schemas };
}

function typesOf(module: string, from = __dirname): string | undefined {
  try {
    const file = require.resolve(module, { paths: [from] }).replace(/\.js$/, '.d.ts');
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}

/** Adds the type that a file is about, and all that it needs. @returns its name, which no other file's type has */
function load(file: string, schemas: Record<string, JsonSchema>): string {
  const text = readFileSync(file, 'utf8');
  const [, local = '', global = ''] = /^export \{ (I\w+) as (I\w+)/m.exec(text) ?? [];
  if (global in schemas) return global;
  const schema = declarations(text)[local];
  if (!schema) throw new Error(`${file} declares no ${local || 'type'}`);
  schemas[global] = schema;
  const imports = text.matchAll(/^import \{ (II\w+) \} from "([^"]+)";$/gm);
  for (const [, name = '', module = ''] of imports) {
    const target = typesOf(module, dirname(file));
    if (target === undefined || load(target, schemas) !== name) throw new Error(`${file}: ${name} is not in ${module}`);
  }
  return global;
}

function problemsOf(model: Model): string[] {
  try {
    model.validate();
    return [];
  } catch (error) {
    return (error as Error).message.split(', ');
  }
}
