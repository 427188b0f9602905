import { type ServiceName, type Services, serviceNames, type Topics } from './bus-schema';

/** Everything that both halves must say alike and that follows from the config. */

export const SYSTEM = 'caternet';

/** A service reads a topic, through a subscription of its own. */
export interface Subscription {
  readonly topic: string;
  readonly service: ServiceName;
  /** Of the subscription, and in the variable of the service. */
  readonly name: string;
}

/** Name of the topic for messages of a subscription that nobody could work on. */
export function deadLetters(subscription: string): string {
  return `${subscription}-dead`;
}

export function subscriptionName(service: ServiceName, topic: string): string {
  return `${service}-from-${topic}`;
}

/** Every subscription there is. */
export function subscriptionsOf(services: Services): Subscription[] {
  return serviceNames.flatMap((service) =>
    services[service].subscribes.map((topic) => ({ topic, service, name: subscriptionName(service, topic) })),
  );
}

/** Topics with who publishes to them. */
export function publishersOf(services: Services): { readonly topic: string; readonly service: ServiceName }[] {
  return serviceNames.flatMap((service) => services[service].publishes.map((topic) => ({ topic, service })));
}

/** How long Pub/Sub waits for the acknowledgement of a message, before it sends it again. */
export const ACK_SECONDS = 60;

/** After so many tries a message is put aside. */
export const MOST_TRIES = 10;

/** How long messages wait for a subscriber that is away, in days; with the topic's own retention they can be replayed. */
export const RETENTION_DAYS = 7;

/** Topics whose messages keep their order, by the key that the publisher gives: what happens to an offer. */
export function isOrdered(topics: Topics, topic: string): boolean {
  return topics[topic]?.class !== 'telemetry';
}
