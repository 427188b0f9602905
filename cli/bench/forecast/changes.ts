import type { DangerClass } from '../../diff/danger/danger';
import type { Effect } from '../../diff/forecast/effect';
import { blocks } from './blocks';
import { objects } from './objects';

/** A thing that can be changed at paths such as `spec.template.spec.containers.0.image`. */
export interface World {
  readonly objects: Record<string, unknown>[];
  readonly stacks: Record<string, Record<string, Record<string, unknown>>>;
}

/** A change, made in one line, and what is to be said of it. */
export interface Case {
  readonly name: string;
  readonly change: (world: World) => void;
  readonly effect: Effect;
  /** The worst danger; none for a harmless change. */
  readonly danger?: DangerClass;
}

export const told = (name: string, change: Case['change'], effect: Effect, danger?: DangerClass): Case => ({
  ...{ name, change, effect },
  ...(danger && { danger }),
});

export function world(): World {
  return structuredClone({ objects: [...objects], stacks: { ...blocks } }) as World;
}

export type Tree = Record<string, unknown>;

export function put(tree: unknown, path: string, value: unknown): void {
  const keys = path.split('.');
  const last = keys.pop() as string;
  const at = keys.reduce<Tree>((here, key) => here[key] as Tree, tree as Tree);
  if (value === undefined) delete at[last];
  else at[last] = value;
}

export const object = (world: World, id: string) => {
  const [kind, name] = id.split('/');
  const found = world.objects.find((each) => each.kind === kind && (each.metadata as Tree).name === name);
  if (!found) throw new Error(`no ${id}`);
  return found;
};

export const GOOGLE = 'shop-production-google';
export const AWS = 'shop-production-aws';

export const set = (id: string, path: string, value?: unknown) => (world: World) => put(object(world, id), path, value);
export const drop = (id: string) => (world: World) => {
  world.objects.splice(world.objects.indexOf(object(world, id) as (typeof world.objects)[number]), 1);
};
export const add =
  (kind: string, name: string, body: Tree = {}) =>
  (world: World) => {
    world.objects.push({ apiVersion: 'v1', kind, metadata: { name, namespace: 'shop' }, ...body });
  };
export const block = (stack: string, address: string, path: string, value?: unknown) => (world: World) => {
  const found = world.stacks[stack]?.[address];
  if (!found) throw new Error(`no ${address}`);
  put(found, path, value);
};
export const forget = (stack: string, address: string) => (world: World) => {
  delete world.stacks[stack]?.[address];
};
export const make = (stack: string, address: string, body: Tree) => (world: World) => {
  (world.stacks[stack] as Record<string, Tree>)[address] = body;
};
export const rename = (stack: string, from: string, to: string) => (world: World) => {
  const all = world.stacks[stack] as Record<string, Tree>;
  all[to] = all[from] as Tree;
  delete all[from];
};

export const container = 'spec.template.spec.containers.0';
