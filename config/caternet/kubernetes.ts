import { imageRegistry } from '../laptop/facts';
import { type Image, imageOf } from '../versions';
import type { ServiceName } from './bus-schema';
import { SYSTEM } from './facts';
import * as google from './google';
import type { CaternetConfig } from './schema';

/** Parts of an environment in the cluster: a namespace each. */
export type Part = 'apps' | 'data' | 'monitoring' | 'restore-test';

/** Several environments share a cluster: what is in it carries the environment's name. */
export function namespaceOf(environment: string, part: Part): string {
  return part === 'apps' ? `${SYSTEM}-${environment}` : `${SYSTEM}-${environment}-${part}`;
}

/** Kubernetes ServiceAccounts that act on Google Cloud through Workload Identity, and where they are. */
export const serviceAccounts = {
  catnodejs: 'apps',
  'cadaver-exchange': 'apps',
  'mongodb-backup': 'data',
  'search-backup': 'data',
  /** Reads how much waits on the bus. */
  'bus-exporter': 'monitoring',
} as const satisfies Record<string, Part>;

export type CloudIdentity = keyof typeof serviceAccounts;

/** Names of workloads that others connect to. */
export const workloads = { mongodb: 'mongodb', search: 'search', emulator: 'pubsub' } as const;

/** Registry of the images that are built from `apps/caternet`. */
export function registry(config: CaternetConfig): string {
  if ('gcp' in config) return google.registry(config.gcp);
  return `${'internal' in config ? config.internal.registry : imageRegistry(config.cluster)}/${SYSTEM}`;
}

/** The image of a service. */
export function serviceImage(config: CaternetConfig, service: ServiceName): Image {
  return imageOf(config[service].image, registry(config));
}
