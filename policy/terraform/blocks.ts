import type { TerraformBlock, TerraformJson } from '../output';
import type { Rule, Violation } from '../rule';
import type { View } from '../view';

/** A resource or a data source. */
export interface Block {
  readonly stack: string;
  readonly mode: 'resource' | 'data';
  readonly type: string;
  readonly name: string;
  readonly body: TerraformBlock;
  /** `stack/type.name`, or `stack/data.type.name`: how findings and waivers name it. */
  readonly address: string;
}

export function blocksOf(stack: string, { resource = {}, data = {} }: TerraformJson): Block[] {
  return Object.entries({ resource, data }).flatMap(([mode, types]) =>
    Object.entries(types).flatMap(([type, named]) =>
      Object.entries(named).map(([name, body]) => ({
        stack,
        mode: mode as Block['mode'],
        type,
        name,
        body,
        address: `${stack}/${mode === 'data' ? 'data.' : ''}${type}.${name}`,
      })),
    ),
  );
}

/** `type.name` in an expression that names one attribute of a block; undefined for anything else. */
export function referenced(expression: unknown): string | undefined {
  return /^\$\{((?:data\.)?[a-z0-9_]+\.[\w-]+)\.\w+\}$/.exec(String(expression))?.[1];
}

/** The value at a path such as `settings.ip_configuration`; of nested blocks, which Terraform lists, the first. */
export function at(body: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    const [only] = list(value);
    return (only as TerraformBlock | undefined)?.[key];
  }, body);
}

/** A nested block or a value as a list, whether it was written as one or not. */
export function list<Value = TerraformBlock>(value: unknown): Value[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]) as Value[];
}

export type Problem = string | Omit<Violation, 'object'>;

/** What may be wrong with one resource. */
export type Look = (body: TerraformBlock, block: Block, view: View) => readonly Problem[];

/** A rule over resources, by their type. */
export function resourceRule(rule: Omit<Rule, 'check'>, looks: Readonly<Record<string, Look>>): Rule {
  const check = (view: View): Violation[] =>
    Object.entries(looks).flatMap(([type, look]) =>
      view
        .resources(type)
        .flatMap((block) => look(block.body, block, view).map((problem) => violation(block, problem))),
    );
  return { ...rule, check };
}

/** The same look at several types. */
export function each(types: readonly string[], look: Look): Record<string, Look> {
  return Object.fromEntries(types.map((type) => [type, look]));
}

export function violation({ address }: Block, problem: Problem): Violation {
  return { object: address, ...(typeof problem === 'string' ? { detail: problem } : problem) };
}

/** A problem for each path that does not have the value; one that nobody can tell before apply counts as wrong. */
export function demand(body: TerraformBlock, wanted: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(wanted)
    .filter(([path, value]) => at(body, path) !== value)
    .map(([path, value]) => `${path} is ${JSON.stringify(at(body, path)) ?? 'not set'}, not ${JSON.stringify(value)}`);
}
