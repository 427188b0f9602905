import type { Dashboard } from '../monitoring/dashboard';
import { lines, stat } from '../monitoring/panels';
import { type Scope, within } from '../monitoring/scope';

/** Is the database there, and does it keep up? */
export function mongodbDashboard(scope: Scope): Dashboard {
  const own = within(scope);
  const cache = [
    `mongodb_ss_wt_cache_bytes_currently_in_the_cache{${own}}`,
    `/ mongodb_ss_wt_cache_maximum_bytes_configured{${own}}`,
  ].join(' ');
  return {
    uid: `${scope.prefix ?? ''}mongodb`,
    title: `${scope.prefix ?? ''}MongoDB`,
    variables: {},
    rows: [
      {
        title: 'Now',
        height: 4,
        panels: [
          stat('Answers', `min(mongodb_up{${own}})`, { unit: 'none', thresholds: { 0: 'red', 1: 'green' } }),
          stat('Members', `sum(mongodb_rs_members_health{${own}})`, { unit: 'none' }),
          stat('Connections', `sum(mongodb_ss_connections{conn_type="current", ${own}})`),
          stat('Cache', `max(${cache})`, { unit: 'percentunit' }),
        ],
      },
      {
        title: 'Work',
        panels: [
          lines(
            'Operations',
            {
              '{{legacy_op_type}}': `sum by (legacy_op_type) (rate(mongodb_ss_opcounters{${own}}[$__rate_interval]))`,
            },
            { stacked: true },
          ),
          lines('Connections', { '{{pod}}': `mongodb_ss_connections{conn_type="current", ${own}}` }),
          lines('Cache in use', { '{{pod}}': cache }, { unit: 'percentunit', max: 1 }),
        ],
      },
    ],
  };
}
