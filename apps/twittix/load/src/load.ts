import autocannon from 'autocannon';
import type { Settings } from './settings.ts';

/** How it went with one path. */
export interface Outcome {
  readonly path: string;
  readonly requestsPerSecond: number;
  /** In milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** What was not as it must be; empty where all was well. */
  readonly wrong: readonly string[];
}

/** Asks one path, with so many requests under way at a time. */
export async function load(path: string, { gateway, seconds, connections, p99 }: Settings): Promise<Outcome> {
  const result = await autocannon({
    url: `${gateway}${path}`,
    connections,
    duration: seconds,
    // Seconds; who has not answered by then counts among the errors.
    timeout: 10,
  });
  const { latency, requests, non2xx, errors, timeouts } = result;
  return {
    path,
    requestsPerSecond: requests.average,
    p50: latency.p50,
    p99: latency.p99,
    wrong: [
      ...(result['2xx'] === 0 ? ['nobody answered well'] : []),
      ...(non2xx > 0 ? [`${non2xx} answers were no success`] : []),
      ...(errors > 0 ? [`${errors} requests failed, ${timeouts} of them by time`] : []),
      ...(latency.p99 > p99 ? [`99 of 100 answers took up to ${latency.p99} ms, and ${p99} ms are allowed`] : []),
    ],
  };
}
