import type { KubernetesObject } from './objects';

/** Served by Google's load balancer for HTTP, at an address of its own. */
export const GOOGLE_CLASS = 'gce';

/** What serves an Ingress; some controllers read an annotation that is older than the field. */
export function ingressClassOf({ spec, metadata }: Pick<KubernetesObject, 'spec' | 'metadata'>): string {
  return spec?.ingressClassName ?? metadata.annotations?.['kubernetes.io/ingress.class'] ?? '';
}
