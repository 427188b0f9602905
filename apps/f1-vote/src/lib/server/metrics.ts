import { monitorEventLoopDelay } from 'node:perf_hooks';

/**
 * What Prometheus reads; https://prometheus.io/docs/instrumenting/exposition_formats/
 * A dozen figures do not need a library: it would be the largest part of the server's memory.
 */
type Kind = 'counter' | 'gauge';

interface Metric {
  readonly kind: Kind;
  readonly help: string;
  /** Values by their labels, as Prometheus writes them; `''` where there are none. */
  readonly values: () => Iterable<readonly [labels: string, value: number]>;
}

/** Counts by the value of one label. */
export class Counter {
  readonly #counts = new Map<string, number>();
  readonly #label: string;

  constructor(label: string) {
    this.#label = label;
  }

  add(value: string): void {
    const labels = `{${this.#label}="${value}"}`;
    this.#counts.set(labels, (this.#counts.get(labels) ?? 0) + 1);
  }

  get values(): Iterable<readonly [string, number]> {
    return this.#counts;
  }
}

/** Votes by what became of them. */
export const votes = new Counter('outcome');

/** What others tell about this pod. */
export const gauges = { sockets: 0, redisUp: 0 };

const NANOSECONDS = 1e9;
const MICROSECONDS = 1e6;
const delay = monitorEventLoopDelay({ resolution: 20 });

const one = (value: () => number) => () => [['', value()] as const];

const metrics: Readonly<Record<string, Metric>> = {
  f1_vote_votes_total: { kind: 'counter', help: 'Votes by what became of them.', values: () => votes.values },
  f1_vote_sockets: { kind: 'gauge', help: 'Open WebSockets of this pod.', values: one(() => gauges.sockets) },
  f1_vote_redis_up: { kind: 'gauge', help: '1 while this pod reaches Redis.', values: one(() => gauges.redisUp) },
  process_cpu_seconds_total: {
    kind: 'counter',
    help: 'Processor time, user and system.',
    values: one(() => {
      const { user, system } = process.cpuUsage();
      return (user + system) / MICROSECONDS;
    }),
  },
  process_resident_memory_bytes: {
    kind: 'gauge',
    help: 'Memory, with the pages of the program.',
    values: one(() => process.memoryUsage.rss()),
  },
  process_start_time_seconds: {
    kind: 'gauge',
    help: 'When the process began.',
    values: one(() => performance.timeOrigin / 1000),
  },
  nodejs_heap_used_bytes: {
    kind: 'gauge',
    help: 'Memory of JavaScript objects.',
    values: one(() => process.memoryUsage().heapUsed),
  },
  nodejs_eventloop_delay_p99_seconds: {
    kind: 'gauge',
    help: 'How late 99 % of timers are at most, since the last reading.',
    values: one(() => {
      const late = delay.percentile(99) / NANOSECONDS;
      delay.reset();
      return late;
    }),
  },
};

export const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** Begins to measure what takes time to measure. */
export function startMeasuring(): void {
  delay.enable();
}

/** All figures, as text. */
export function exposition(): string {
  return Object.entries(metrics)
    .flatMap(([name, { kind, help, values }]) => [
      `# HELP ${name} ${help}`,
      `# TYPE ${name} ${kind}`,
      ...[...values()].map(([labels, value]) => `${name}${labels} ${value}`),
    ])
    .join('\n')
    .concat('\n');
}
