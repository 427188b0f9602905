import type { Dashboard } from '../../../components/monitoring/dashboard';
import { lines, stat } from '../../../components/monitoring/panels';
import { type Scope, within } from '../../../components/monitoring/scope';

/** Do catches become offers, and soon? */
export function appDashboard(scope: Scope): Dashboard {
  const own = within(scope);
  const received = (of: string) => `rate(bus_received_total{${of}${own}}[$__rate_interval])`;
  return {
    uid: `${scope.prefix ?? ''}apps`,
    title: `${scope.prefix ?? ''}Services and events`,
    variables: {},
    rows: [
      {
        title: 'Now',
        height: 4,
        panels: [
          stat('Catches, a minute', `60 * sum(rate(bus_received_total{type=~"new_mouse|new_rat", ${own}}[5m]))`),
          stat('Offers, a minute', `60 * sum(rate(bus_published_total{type=~"new_.+_exchange", ${own}}[5m]))`),
          stat('Work that failed, 1 hour', `sum(increase(bus_received_total{outcome!="done", ${own}}[1h]))`, {
            thresholds: { 0: 'green', 1: 'yellow', 10: 'red' },
          }),
        ],
      },
      {
        title: 'Events',
        panels: [
          lines('Done, by subscription', {
            '{{subscription}}': `sum by (subscription) (${received('outcome="done", ')})`,
          }),
          lines('Come again', {
            '{{subscription}} {{outcome}}': `sum by (subscription, outcome) (${received('outcome!="done", ')})`,
          }),
          lines(
            'Time of the work, slowest 5% (p95)',
            {
              '{{subscription}}': `histogram_quantile(0.95, sum by (subscription, le) (rate(bus_work_seconds_bucket{${own}}[$__rate_interval])))`,
            },
            { unit: 's' },
          ),
        ],
      },
    ],
  };
}
