import { TRAEFIK_NAMESPACE } from '../k3s/facts';
import { imageRegistry } from '../laptop/facts';
import { type Image, imageOf } from '../versions';
import type { AwsConfig } from './aws-schema';
import type { F1VoteConfig, OnAwsConfig } from './schema';

/** Everything that both halves must say alike and that follows from the config. */

export const SYSTEM = 'f1-vote';

export const namespaces = {
  /** The app and its Redis. */
  app: 'f1-vote',
  traefik: TRAEFIK_NAMESPACE,
} as const;

export const ports = {
  /**
   * Where Traefik answers on each worker, and the load balancer's target. It must see the load balancer's address as
   * the sender, or it cannot tell whose forwarded headers to trust: a Service with `externalTrafficPolicy: Cluster`
   * hides it. https://kubernetes.io/docs/tutorials/services/source-ip/
   */
  traefik: 80,
  redis: 6379,
} as const;

/** Sources of the app, from the repository's root. */
export const APP_FOLDER = 'apps/f1-vote';

/** The image of the app, which on AWS names its registry itself. */
export function appImage(config: F1VoteConfig): Image {
  return imageOf(
    config.workloads['f1-vote'].image,
    'cluster' in config ? `${imageRegistry(config.cluster)}/${SYSTEM}` : '',
  );
}

/** From where forwarded headers are believed: the subnets of the load balancer. */
export function trustedProxies({ aws }: OnAwsConfig): string[] {
  return Object.values(aws.network.zones).map(({ publicRange }) => publicRange);
}

/** Whether something stands in the network that must not be deleted; the network then must not either. */
export function networkProtected({ server, loadBalancer }: AwsConfig): boolean {
  return server.terminationProtection || loadBalancer.deletionProtection;
}

/** Entries that proxies add to X-Forwarded-For before the app reads it: the load balancer, if any, and Traefik. */
export function forwardedDepth(config: F1VoteConfig): number {
  return 'aws' in config ? 2 : 1;
}
