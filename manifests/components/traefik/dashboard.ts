import type { Dashboard } from '../monitoring/dashboard';
import { lines, stat, table } from '../monitoring/panels';

const chosen = 'service=~"$service"';

const DAY = 86400;
const errors = { unit: 'percentunit', thresholds: { 0: 'green', 0.01: 'yellow', 0.05: 'red' } } as const;
const latency = { unit: 's', thresholds: { 0: 'green', 1: 'yellow', 2: 'red' } } as const;
const validity = { unit: 's', thresholds: { 0: 'red', [14 * DAY]: 'yellow', [21 * DAY]: 'green' } } as const;

const requests = (window: string, matchers = chosen) => `rate(traefik_service_requests_total{${matchers}}[${window}])`;

/** Share of 5xx; 0 where there are requests and no errors. */
function errorRatio(sum: string, window: string): string {
  const [failed, all] = [requests(window, `code=~"5..", ${chosen}`), requests(window)];
  return `(${sum}(${failed}) or 0 * ${sum}(${all})) / ${sum}(${all})`;
}

/** WebSockets are left out: they last as long as a browser tab, which says nothing about speed. */
function percentile(quantile: number, by: string, window: string): string {
  const buckets = `rate(traefik_service_request_duration_seconds_bucket{${chosen}, protocol="http"}[${window}])`;
  return `histogram_quantile(${quantile}, sum by (${by}) (${buckets}))`;
}

const byStatus = `label_replace(${requests('$__rate_interval')}, "class", "$1", "code", "(.)..")`;

/** Do users get answers, good ones, and soon? */
export const trafficDashboard: Dashboard = {
  uid: 'traffic',
  title: 'HTTP traffic (Traefik)',
  variables: { service: { title: 'Service', metric: 'traefik_service_requests_total', label: 'service' } },
  rows: [
    {
      title: 'Now',
      height: 4,
      panels: [
        stat('Requests', `sum(${requests('5m')})`, { unit: 'reqps' }),
        stat('Errors (5xx)', errorRatio('sum', '5m'), errors),
        stat('Latency, slowest 1%', percentile(0.99, 'le', '5m'), latency),
        stat('Open connections', 'sum(traefik_open_connections)'),
        stat('Traefik pods', 'count(up{job="traefik"} == 1) or vector(0)', {
          unit: 'none',
          thresholds: { 0: 'red', 1: 'green' },
        }),
        stat('Next certificate expires in', 'min(traefik_tls_certs_not_after) - time()', validity),
      ],
    },
    {
      title: 'Answers',
      panels: [
        lines(
          'Requests by status',
          { '{{class}}xx': `sum by (class) (${byStatus})` },
          { unit: 'reqps', stacked: true, colors: { '/^[123]/': 'green', '/^4/': 'yellow', '/^5/': 'red' } },
        ),
        lines(
          'Errors (5xx) by service',
          { '{{service}}': errorRatio('sum by (service) ', '$__rate_interval') },
          errors,
        ),
      ],
    },
    {
      title: 'Speed',
      panels: [
        lines(
          'Latency of all requests',
          {
            'half are faster (p50)': percentile(0.5, 'le', '$__rate_interval'),
            'slowest 5% (p95)': percentile(0.95, 'le', '$__rate_interval'),
            'slowest 1% (p99)': percentile(0.99, 'le', '$__rate_interval'),
          },
          latency,
        ),
        lines(
          'Slowest 5% (p95) by service',
          { '{{service}}': percentile(0.95, 'service, le', '$__rate_interval') },
          latency,
        ),
      ],
    },
    {
      title: 'Load',
      panels: [
        lines(
          'Requests by service',
          { '{{service}}': `sum by (service) (${requests('$__rate_interval')})` },
          { unit: 'reqps' },
        ),
        lines(
          'Bytes sent by service',
          {
            '{{service}}': `sum by (service) (rate(traefik_service_responses_bytes_total{${chosen}}[$__rate_interval]))`,
          },
          { unit: 'Bps' },
        ),
        lines('Open connections by entry point', {
          '{{entrypoint}}': 'sum by (entrypoint) (traefik_open_connections)',
        }),
      ],
    },
    {
      title: 'Certificates',
      height: 6,
      panels: [
        table(
          'Valid for',
          'sort(min by (cn, sans) (traefik_tls_certs_not_after) - time())',
          { sans: 'Names', cn: 'Common name', Value: 'Valid for' },
          { description: 'cert-manager renews 30 days ahead; below 14 days an alert fires.', ...validity },
        ),
      ],
    },
  ],
};
