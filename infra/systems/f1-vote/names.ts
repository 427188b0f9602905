import type { ZoneKey } from '../../../config/f1-vote';

/** What stacks make and find by name; `AwsStack` puts system and environment before it. */
export const names = {
  vpc: 'vpc',
  bastion: 'bastion',
  server: 'server',
  /** What server and workers have in common. */
  nodes: 'nodes',
  workers: 'workers',
} as const;

export function publicSubnet(zone: ZoneKey): string {
  return `public-${zone}`;
}

export function privateSubnet(zone: ZoneKey): string {
  return `private-${zone}`;
}
