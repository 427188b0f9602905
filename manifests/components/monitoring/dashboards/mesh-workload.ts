import type { Dashboard } from '../dashboard';
import { lines, stat, table } from '../panels';

const inbound = 'reporter="destination", destination_workload=~"$workload"';
const outbound = 'reporter="source", source_workload=~"$workload"';

const errors = { unit: 'percentunit', thresholds: { 0: 'green', 0.01: 'yellow', 0.05: 'red' } } as const;
const latency = { unit: 's', thresholds: { 0: 'green', 1: 'yellow', 2: 'red' } } as const;

const rate = (metric: string, matchers: string, window = '$__rate_interval') =>
  `rate(${metric}{${matchers}}[${window}])`;
const requests = (matchers: string, window?: string) => rate('istio_requests_total', matchers, window);

/** Share of 5xx; 0 where there are requests and no errors. */
function errorRatio(matchers: string, window?: string): string {
  const all = `sum(${requests(matchers, window)})`;
  return `(sum(${requests(`response_code=~"5..", ${matchers}`, window)}) or 0 * ${all}) / ${all}`;
}

/** In seconds; Istio measures in milliseconds. */
function percentile(quantile: number, matchers: string, by = 'le', window?: string): string {
  const buckets = rate('istio_request_duration_milliseconds_bucket', matchers, window);
  return `histogram_quantile(${quantile}, sum by (${by}) (${buckets})) / 1000`;
}

/** One workload: who asks it, how it answers, what it asks of others. */
export const meshWorkloadDashboard: Dashboard = {
  uid: 'mesh-workload',
  title: 'Mesh workload (Istio)',
  variables: {
    workload: {
      title: 'Workload',
      // A database counts connections, and no requests.
      metric: '{__name__=~"istio_requests_total|istio_tcp_connections_opened_total", reporter="destination"}',
      label: 'destination_workload',
    },
  },
  rows: [
    {
      title: 'Now',
      height: 4,
      panels: [
        stat('Requests', `sum(${requests(inbound, '5m')})`, { unit: 'reqps' }),
        stat('Errors (5xx)', errorRatio(inbound, '5m'), errors),
        stat('Latency, slowest 1%', percentile(0.99, inbound, 'le', '5m'), latency),
        stat('Refused by policy', `sum(${requests(`response_code="403", ${inbound}`, '5m')}) or vector(0)`, {
          description: 'HTTP requests that no AuthorizationPolicy allows.',
          unit: 'reqps',
          thresholds: { 0: 'green', 0.001: 'yellow' },
        }),
        stat('TCP connections opened', `sum(${rate('istio_tcp_connections_opened_total', inbound, '5m')})`, {
          unit: 'short',
        }),
      ],
    },
    {
      title: 'Requests to it',
      panels: [
        lines(
          'By status',
          { '{{response_code}}': `sum by (response_code) (${requests(inbound)})` },
          { unit: 'reqps', stacked: true, colors: { '/^[123]/': 'green', '/^4/': 'yellow', '/^5/': 'red' } },
        ),
        lines(
          'By who asks',
          {
            '{{source_workload}} ({{connection_security_policy}})': `sum by (source_workload, connection_security_policy) (${requests(inbound)})`,
          },
          { description: 'none: by the port that is open to clients outside the mesh.', unit: 'reqps' },
        ),
        lines(
          'Latency',
          {
            'half are faster (p50)': percentile(0.5, inbound),
            'slowest 5% (p95)': percentile(0.95, inbound),
            'slowest 1% (p99)': percentile(0.99, inbound),
          },
          latency,
        ),
      ],
    },
    {
      title: 'What it asks of others',
      panels: [
        lines(
          'Requests by destination',
          { '{{destination_service_name}}': `sum by (destination_service_name) (${requests(outbound)})` },
          { unit: 'reqps' },
        ),
        lines(
          'Bytes over TCP by destination',
          {
            '{{destination_service_name}} sent': `sum by (destination_service_name) (${rate('istio_tcp_sent_bytes_total', outbound)})`,
            '{{destination_service_name}} received': `sum by (destination_service_name) (${rate('istio_tcp_received_bytes_total', outbound)})`,
          },
          { unit: 'Bps' },
        ),
        table(
          'Identities that connect to it',
          `sum by (source_principal) (${requests(inbound, '1h')} or ${rate('istio_tcp_connections_opened_total', inbound, '1h')})`,
          { source_principal: 'Identity', Value: 'Per second' },
          { description: 'By certificate; unknown is a client without one.' },
        ),
      ],
    },
    {
      title: 'Its proxies',
      panels: [
        lines(
          'CPU, in cores',
          {
            '{{pod}}':
              'sum by (pod) (rate(container_cpu_usage_seconds_total{container="istio-proxy", pod=~"($workload)-.+"}[$__rate_interval]))',
          },
          { unit: 'none' },
        ),
        lines(
          'Memory',
          {
            '{{pod}}':
              'sum by (pod) (container_memory_working_set_bytes{container="istio-proxy", pod=~"($workload)-.+"})',
          },
          { unit: 'bytes' },
        ),
      ],
    },
  ],
};
