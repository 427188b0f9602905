import { imageRegistry } from '../laptop/facts';
import { type Image, imageOf } from '../versions';
import type { ServiceName } from './bus-schema';
import { SYSTEM } from './facts';
import * as google from './google';
import type { CaternetConfig } from './schema';

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
