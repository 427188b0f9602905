import type { Dashboard } from '../dashboard';
import { bars, lines, stat, table } from '../panels';

/** A request is counted at both ends; the side that answers knows best. What the gateway answers itself has no such side. */
const answered = 'reporter="destination", destination_workload_namespace=~"$namespace"';

const errors = { unit: 'percentunit', thresholds: { 0: 'green', 0.01: 'yellow', 0.05: 'red' } } as const;
const latency = { unit: 's', thresholds: { 0: 'green', 1: 'yellow', 2: 'red' } } as const;

const requests = (window: string, matchers = answered) => `rate(istio_requests_total{${matchers}}[${window}])`;

/** Share of the requests that match; 0 where there are requests and none of them does. */
function share(sum: string, matcher: string, window: string): string {
  const all = `${sum}(${requests(window)})`;
  return `(${sum}(${requests(window, `${matcher}, ${answered}`)}) or 0 * ${all}) / ${all}`;
}

/** In seconds; Istio measures in milliseconds. */
function percentile(quantile: number, by: string, window: string): string {
  const buckets = `rate(istio_request_duration_milliseconds_bucket{${answered}}[${window}])`;
  return `histogram_quantile(${quantile}, sum by (${by}) (${buckets})) / 1000`;
}

const byStatus = `label_replace(${requests('$__rate_interval')}, "class", "$1", "response_code", "(.)..")`;
const turnedAway = 'rate(istio_requests_total{reporter="source", destination_workload="unknown"}[$__rate_interval])';

/** Does the mesh carry requests, are they encrypted, and does every proxy hear from istiod? */
export const meshDashboard: Dashboard = {
  uid: 'mesh',
  title: 'Mesh (Istio)',
  variables: {
    namespace: { title: 'Namespace', metric: 'istio_requests_total', label: 'destination_workload_namespace' },
  },
  rows: [
    {
      title: 'Now',
      height: 4,
      panels: [
        stat('Requests', `sum(${requests('5m')})`, { unit: 'reqps' }),
        stat('Errors (5xx)', share('sum', 'response_code=~"5.."', '5m'), errors),
        stat('Latency, slowest 1%', percentile(0.99, 'le', '5m'), latency),
        stat('By mutual TLS', share('sum', 'connection_security_policy="mutual_tls"', '5m'), {
          description: 'The rest came by the one port that is open to clients outside the mesh.',
          unit: 'percentunit',
        }),
        stat('Proxies connected to istiod', 'sum(pilot_xds) or vector(0)', {
          unit: 'none',
          thresholds: { 0: 'red', 1: 'green' },
        }),
        stat('Configuration refused by proxies', 'sum(rate(pilot_total_xds_rejects[5m])) or vector(0)', {
          unit: 'none',
          thresholds: { 0: 'green', 0.001: 'red' },
        }),
      ],
    },
    {
      title: 'Requests',
      panels: [
        lines(
          'By status',
          { '{{class}}xx': `sum by (class) (${byStatus})` },
          { unit: 'reqps', stacked: true, colors: { '/^[123]/': 'green', '/^4/': 'yellow', '/^5/': 'red' } },
        ),
        lines(
          'Answered by the gateway itself',
          { '{{response_code}} {{response_flags}}': `sum by (response_code, response_flags) (${turnedAway})` },
          { description: '429: refused by rule. 404: no host or route. 503: no healthy pod.', unit: 'reqps' },
        ),
        lines(
          'Latency',
          {
            'half are faster (p50)': percentile(0.5, 'le', '$__rate_interval'),
            'slowest 5% (p95)': percentile(0.95, 'le', '$__rate_interval'),
            'slowest 1% (p99)': percentile(0.99, 'le', '$__rate_interval'),
          },
          latency,
        ),
      ],
    },
    {
      title: 'Workloads',
      panels: [
        table(
          'Requests per second',
          `sort_desc(sum by (source_workload, destination_workload) (${requests('5m')}))`,
          { source_workload: 'From', destination_workload: 'To', Value: 'Requests' },
          { unit: 'reqps' },
        ),
        lines(
          'Errors (5xx)',
          {
            '{{destination_workload}}': share(
              'sum by (destination_workload) ',
              'response_code=~"5.."',
              '$__rate_interval',
            ),
          },
          errors,
        ),
        bars(
          'Open TCP connections',
          '{{source_workload}} to {{destination_workload}}',
          `sum by (source_workload, destination_workload) (istio_tcp_connections_opened_total{${answered}}) - sum by (source_workload, destination_workload) (istio_tcp_connections_closed_total{${answered}} or 0 * istio_tcp_connections_opened_total{${answered}})`,
          { unit: 'none' },
        ),
      ],
    },
    {
      title: 'Control plane',
      panels: [
        lines(
          'Pushes to proxies',
          { '{{type}}': 'sum by (type) (rate(pilot_xds_pushes[$__rate_interval]))' },
          { unit: 'short' },
        ),
        lines(
          'From a change to all proxies (p99)',
          {
            seconds:
              'histogram_quantile(0.99, sum by (le) (rate(pilot_proxy_convergence_time_bucket[$__rate_interval])))',
          },
          { unit: 's' },
        ),
        lines(
          'Memory of the proxies',
          {
            '{{namespace}}/{{pod}}':
              'sum by (namespace, pod) (container_memory_working_set_bytes{container="istio-proxy"})',
          },
          { unit: 'bytes' },
        ),
      ],
    },
  ],
};
