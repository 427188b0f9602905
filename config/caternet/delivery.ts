import type { ServiceName } from './bus-schema';

/** How a version of a service comes to where it runs. */

/** Environments that something is delivered to, in this order: each is a branch, and has what the one before it had. */
export const deliveredTo = ['test', 'qa', 'staging', 'production'] as const;

export type DeliveredTo = (typeof deliveredTo)[number];

/** On Google Cloud: images come there from the internal registry, by digest, and are never built for it. */
export const promotedTo: readonly DeliveredTo[] = ['staging', 'production'];

/** Where nothing happens unless somebody says so. */
export const byHand: readonly DeliveredTo[] = ['production'];

/** Where a service is in a cluster. Traps on Google Cloud are worker pools: Terraform takes the digest that was promoted. */
export function inClusters(service: ServiceName): readonly DeliveredTo[] {
  return deliveredTo.filter((environment) => service !== 'mousetrap' || !promotedTo.includes(environment));
}

/** Spinnaker's pipeline of a service and an environment, and the source of its webhook. */
export function pipelineName(service: ServiceName, environment: DeliveredTo): string {
  return `${service}-${environment}`;
}
