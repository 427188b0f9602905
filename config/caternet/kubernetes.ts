import { googleRanges } from '../google/ranges';
import { clusterRanges } from '../k3s/facts';
import { imageRegistry } from '../laptop/facts';
import { type Image, imageOf } from '../versions';
import type { ServiceName } from './bus-schema';
import { SYSTEM } from './facts';
import * as google from './google';
import type { CaternetConfig } from './schema';

/** Names of workloads that others connect to. */
export const workloads = { mongodb: 'mongodb', search: 'search', emulator: 'pubsub' } as const;

/** Port of the bus' emulator, and the project in it: of a laptop or a test it says nothing, and of production neither. */
export const emulator = { port: 8085, project: 'emulator' } as const;

/** Name under which clients of Parse know the app; it is public. */
export const PARSE_APP = SYSTEM;

/** Login of Parse's dashboard. */
export const DASHBOARD_USER = 'admin';

/** Database of Parse in MongoDB. */
export const MONGODB_DATABASE = SYSTEM;

/** Index of Elasticsearch, which catnodejs makes and fills. */
export const SEARCH_INDEX = 'offers';

/** Class of the volumes that keep data. */
export function storageClass(config: CaternetConfig): string {
  if ('gcp' in config) return SYSTEM;
  return 'internal' in config ? config.internal.storageClass : 'local-path';
}

/** Class of the disks on which copies are unpacked, where there are copies; they go with their pods. */
export const SCRATCH_CLASS = `${SYSTEM}-scratch`;

/** Registry of the images that are built from `apps/caternet`. */
export function registry(config: CaternetConfig): string {
  if ('gcp' in config) return google.registry(config.gcp);
  return `${'internal' in config ? config.internal.registry : imageRegistry(config.cluster)}/${SYSTEM}`;
}

/** The image of a service. */
export function serviceImage(config: CaternetConfig, service: ServiceName): Image {
  return imageOf(config[service].image, registry(config));
}

/** The emulator of the bus is in the cluster, not the bus itself elsewhere. */
export function usesEmulator(config: CaternetConfig): boolean {
  return 'internal' in config ? config.bus.kind === 'emulator' : !('gcp' in config);
}

/** Project with the topics. */
export function busProject(config: CaternetConfig): string {
  if ('gcp' in config) return config.gcp.projectId;
  return 'internal' in config && config.bus.kind === 'federated' ? config.bus.projectId : emulator.project;
}

/** Ranges of the proxies in front of the apps, which say who asks: the ingress controller's pods, or Google's own. */
export function proxyRanges(config: CaternetConfig): readonly string[] {
  if ('gcp' in config) return googleRanges.loadBalancers;
  return ['internal' in config ? config.internal.podRange : clusterRanges.pods];
}
