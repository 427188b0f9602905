import { parse } from 'yaml';
import { InputError } from './system';
import { readYamlFile } from './yaml-file';

type Tree = Readonly<Record<string, unknown>>;
type Keys = readonly string[];

/** One of several configurations that are laid over each other: a file, or a value of a command line. */
export interface Layer {
  /** As messages name it. */
  readonly name: string;
  readonly value: unknown;
  readonly nodes: {
    /** Where the nearest to what is asked for stands, and how many of the keys lead there. */
    find(keys: Keys, of: 'key' | 'value'): { readonly place: string; readonly depth: number } | undefined;
  };
}

/**
 * @param file a YAML file
 * @param name the file as messages name it
 * @throws InputError with every place that is not YAML, or that a configuration cannot be
 */
export function fileLayer(file: string, name: string): Layer {
  return readYamlFile(file, name);
}

/**
 * One value at a path: `shop.local.workloads.web.replicas=3`. The value is YAML, so that 3 is a number and null unsets; a
 * key with a dot stands in quotes.
 * @throws InputError for what is not of this form
 */
export function setLayer(text: string): Layer {
  const name = `--set ${text}`;
  const [, path = '', value = ''] = /^((?:"[^"]+"|[^".=]+)(?:\.(?:"[^"]+"|[^".=]+))*)=(.*)$/s.exec(text) ?? [];
  if (path === '') {
    const message = 'expected a path and a value, e.g. --set shop.local.workloads.web.replicas=3';
    throw new InputError('The command line is not understood:', [{ path: name, message }]);
  }
  const keys = [...path.matchAll(/"([^"]+)"|[^".]+/g)].map(([plain, quoted]) => quoted ?? plain);
  return {
    name,
    value: keys.reduceRight<unknown>((below, key) => ({ [key]: below }), parsed(value, name)),
    nodes: {
      find: (asked) => {
        const apart = keys.findIndex((key, index) => asked[index] !== key);
        const depth = apart < 0 ? asked.length : apart;
        return depth === 0 ? undefined : { place: name, depth };
      },
    },
  };
}

function parsed(text: string, name: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    const [message = ''] = (error as Error).message.split('\n');
    throw new InputError('Not YAML:', [{ path: name, message }]);
  }
}

/** Lays later configurations over earlier ones, as all of them are laid over the built-in records. */
export function combine(values: readonly Tree[]): Tree {
  return values.reduce<Tree>((below, above) => over(below, above, 0) as Tree, {});
}

/** Systems and environments without anything in them; deeper down `null` unsets what stands in a record. */
const NAMES = 2;

function over(below: unknown, above: unknown, depth: number): unknown {
  if (above === null && depth <= NAMES && below !== undefined) return below;
  if (!isTree(above) || !isTree(below)) return above;
  // A different kind is a different shape: nothing of the old one applies.
  if ('kind' in above && 'kind' in below && above.kind !== below.kind) return above;
  return Object.fromEntries([
    ...Object.entries(below).filter(([key]) => !Object.hasOwn(above, key)),
    ...Object.entries(above).map(([key, value]): [string, unknown] => [
      key,
      over(Object.hasOwn(below, key) ? below[key] : undefined, value, depth + 1),
    ]),
  ]);
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
