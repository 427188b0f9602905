import { join } from 'node:path';
import * as facts from '../../../config/f1-vote';
import type { Target } from '../../../config/system';
import { joinKeys, validate } from '../../../config/validate';
import { builtInStacks, builtIn as builtInTarget } from '../../support/built-in';
import type { Block, Stack, Synthesized } from '../../support/terraform';

export type Config = facts.F1VoteConfig & { aws: facts.AwsConfig; k3s: facts.K3sConfig };

export type Resource = Block & { readonly address: string };

export const builtIn = builtInTarget<Config>('f1-vote', 'production');

export const { aws, k3s } = builtIn.config;

export const parts = ['network', 'cluster', 'edge'] as const;

export const ansible = join(__dirname, '../../../infra/systems/f1-vote/ansible');

export const certificateArn = 'arn:aws:acm:eu-west-3:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef';

/** The production target with some of its record changed. */
export function production(change: (config: Config) => void): Target<Config> {
  const config = structuredClone(builtIn.config);
  change(config);
  return { ...builtIn, config };
}

export function part(synthesized: Synthesized, name: (typeof parts)[number]): Stack {
  return synthesized.stacks[`f1-vote-production-${name}`] as Stack;
}

/** The resources of a type in some stacks. */
export function all(type: string, ...stacks: Stack[]): Resource[] {
  return stacks.flatMap(({ resource }) =>
    Object.entries(resource[type] ?? {}).map(([name, block]) => ({ address: `${type}.${name}`, ...block })),
  );
}

/** The only resource of its type in a stack. */
export function only(type: string, stack: Stack): Resource {
  const [resource, ...others] = all(type, stack);
  expect(others).toEqual([]);
  return resource as Resource;
}

/** What a change of the production record is told, as `path: message`. */
export function problemsOf(change: (config: Config) => void): string[] {
  const { config } = production(change);
  return validate(facts.f1Vote.environments.production, config).map(({ keys, tell }) => `${joinKeys(keys)}: ${tell()}`);
}

export const synthesized = builtInStacks('f1-vote', 'production');

export const network = part(synthesized, 'network');

export const cluster = part(synthesized, 'cluster');

export const edge = part(synthesized, 'edge');

export function withCertificate(): Target<Config> {
  return production((config) => {
    config.host = 'vote.example.com';
    config.aws.loadBalancer.certificateArn = certificateArn;
  });
}
