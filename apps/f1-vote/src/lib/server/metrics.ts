import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';

export const registry = new Registry();

export const counters = {
  votes: new Counter({
    name: 'f1_vote_votes_total',
    help: 'Votes by what became of them.',
    labelNames: ['outcome'],
    registers: [registry],
  }),
  sockets: new Gauge({ name: 'f1_vote_sockets', help: 'Open WebSockets of this pod.', registers: [registry] }),
  redisUp: new Gauge({ name: 'f1_vote_redis_up', help: '1 while this pod reaches Redis.', registers: [registry] }),
};

/** Adds memory, event loop and garbage collection of the process. */
export function collectProcess(): void {
  collectDefaultMetrics({ register: registry });
}
