import { type Image, imageOf } from '../versions';
import type { NewSystemConfig } from './schema';

/** Everything that both halves must say alike and that follows from the config. */

export const SYSTEM = 'new-system';

export const namespaces = { app: 'new-system' } as const;

/** The objects that others find by name. */
export const names = {
  /** Deployment, Service, Ingress and ServiceAccount. */
  app: 'web',
} as const;

export const ports = { http: 8080 } as const;

export function appImage({ workloads }: NewSystemConfig): Image {
  return imageOf(workloads.web.image, '');
}
