import type { Target } from '../../config/system';
import type { StackPart } from '../../model/synthesis';
import * as synthesis from '../../synthesis/synthesize';

/** Part of a stack's Terraform JSON. */
export type Block = Readonly<Record<string, unknown>>;

/** What `cdk.tf.json` holds, without cdktf's own notes (`//`). */
export interface Stack {
  readonly terraform: Block;
  readonly provider: Readonly<Record<string, readonly Block[]>>;
  readonly locals?: Block;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  /** What exists while Terraform runs, and in no state. */
  readonly ephemeral?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly resource: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly output: Readonly<Record<string, Block>>;
}

export interface Synthesized {
  /** Each stack by its full name. */
  readonly stacks: Readonly<Record<string, Stack>>;
  /** For each stack, the ones that are deployed before it. */
  readonly dependencies: Readonly<Record<string, readonly string[]>>;
  /** Every generated file, by its path below the output folder. */
  readonly files: Readonly<Record<string, string>>;
}

/** The Terraform half of the targets, made now: for records that a test changes. */
export async function synthesize(...targets: Target[]): Promise<Synthesized> {
  const { parts, index } = await synthesis.synthesize({ terraform: targets });
  return stacksIn(parts.terraform, index);
}

/** @param index cdktf's list of the stacks */
export function stacksIn(stacks: readonly StackPart[], index = ''): Synthesized {
  return {
    stacks: Object.fromEntries(stacks.map(({ name, text }) => [name, parse(text) as Stack])),
    dependencies: Object.fromEntries(stacks.map(({ name, after }) => [name, after])),
    files: { 'manifest.json': index, ...Object.fromEntries(stacks.map(({ path, text }) => [path, text])) },
  };
}

function parse(json: string): unknown {
  return JSON.parse(json, (key, value) => (key === '//' ? undefined : value));
}

/** Every block of a stack by its path, e.g. `resource.google_compute_network.vpc`. */
export function blocks({ data = {}, ephemeral = {}, resource, output, locals, ...single }: Stack): [string, unknown][] {
  const nested = Object.entries({ data, ephemeral, resource }).flatMap(([kind, types]) =>
    Object.entries(types).flatMap(([type, named]) =>
      Object.entries(named).map(([name, block]): [string, unknown] => [`${kind}.${type}.${name}`, block]),
    ),
  );
  const flat = Object.entries({ output, locals }).flatMap(([kind, named = {}]) =>
    Object.entries(named).map(([name, block]): [string, unknown] => [`${kind}.${name}`, block]),
  );
  return [...Object.entries(single), ...nested, ...flat];
}
