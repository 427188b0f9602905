import type * as facts from '../../../config/reactivite';
import type { Target } from '../../../config/system';
import { builtInStacks, builtIn as builtInTarget } from '../../support/built-in';
import type { Block, Stack, Synthesized } from '../../support/terraform';

export type Config = facts.ReactiviteConfig & { gcp: facts.GcpConfig; database: facts.CloudSqlConfig };

export const builtIn = builtInTarget<Config>('reactivite', 'production');

export const { gcp, database } = builtIn.config;

export const parts = ['network', 'data', 'cluster'] as const;

/** The production target with some of its record changed. */
export function production(change: (config: Config) => void): Target {
  const config = structuredClone(builtIn.config);
  change(config);
  return { ...builtIn, config };
}

export function part(synthesized: Synthesized, name: (typeof parts)[number]): Stack {
  return synthesized.stacks[`reactivite-production-${name}`] as Stack;
}

/** The resources of a type in a stack. */
export function all(stack: Stack, type: string): (Block & { address: string })[] {
  return Object.entries(stack.resource[type] ?? {}).map(([name, block]) => ({ address: `${type}.${name}`, ...block }));
}

/** The only resource of its type in a stack. */
export function only(stack: Stack, type: string) {
  const [resource, ...others] = all(stack, type);
  expect(others).toEqual([]);
  return resource as NonNullable<typeof resource>;
}

export const synthesized = builtInStacks('reactivite', 'production');

export const network = part(synthesized, 'network');

export const data = part(synthesized, 'data');

export const cluster = part(synthesized, 'cluster');
