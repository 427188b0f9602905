import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

export const metrics = new Registry();
collectDefaultMetrics({ register: metrics });

/** Counts something by its labels. */
export function counter<Label extends string>(
  name: string,
  help: string,
  labelNames: readonly Label[],
): Counter<Label> {
  return new Counter({ name, help, labelNames: [...labelNames], registers: [metrics] });
}

export const published = counter('bus_published_total', 'Events that the bus has taken, by type.', ['topic', 'type']);
export const received = counter('bus_received_total', 'Events that came, by what became of them.', [
  'subscription',
  'type',
  'outcome',
]);
export const worked = new Histogram({
  name: 'bus_work_seconds',
  help: 'How long the work on an event took.',
  labelNames: ['subscription', 'type'],
  buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 20],
  registers: [metrics],
});
export const requests = new Histogram({
  name: 'http_request_seconds',
  help: 'How long requests took, but those of probes.',
  labelNames: ['method', 'status'],
  buckets: [0.005, 0.02, 0.1, 0.5, 1, 5, 20],
  registers: [metrics],
});
