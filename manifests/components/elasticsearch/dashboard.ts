import type { Dashboard } from '../monitoring/dashboard';
import { lines, stat } from '../monitoring/panels';
import { type Scope, within } from '../monitoring/scope';

/** Is the search whole, and quick? */
export function elasticsearchDashboard(scope: Scope): Dashboard {
  const own = within(scope);
  const share = { unit: 'percentunit', max: 1, thresholds: { 0: 'green', 0.75: 'yellow', 0.85: 'red' } } as const;
  return {
    uid: `${scope.prefix ?? ''}search`,
    title: `${scope.prefix ?? ''}Search (Elasticsearch)`,
    variables: {},
    rows: [
      {
        title: 'Now',
        height: 4,
        panels: [
          stat('Whole', `max(elasticsearch_cluster_health_status{color="green", ${own}})`, {
            unit: 'none',
            thresholds: { 0: 'red', 1: 'green' },
          }),
          stat('Nodes', `max(elasticsearch_cluster_health_number_of_nodes{${own}})`, { unit: 'none' }),
          stat('Shards without a place', `max(elasticsearch_cluster_health_unassigned_shards{${own}})`, {
            thresholds: { 0: 'green', 1: 'yellow' },
          }),
        ],
      },
      {
        title: 'Work',
        panels: [
          lines(
            'Queries',
            {
              '{{name}}': `sum by (name) (rate(elasticsearch_indices_search_query_total{${own}}[$__rate_interval]))`,
            },
            { unit: 'reqps' },
          ),
          lines(
            'Time of a query',
            {
              '{{name}}': [
                `rate(elasticsearch_indices_search_query_time_seconds{${own}}[$__rate_interval])`,
                `/ rate(elasticsearch_indices_search_query_total{${own}}[$__rate_interval])`,
              ].join(' '),
            },
            { unit: 's' },
          ),
        ],
      },
      {
        title: 'Room',
        panels: [
          lines(
            'Disk',
            {
              '{{name}}': `1 - elasticsearch_filesystem_data_available_bytes{${own}} / elasticsearch_filesystem_data_size_bytes{${own}}`,
            },
            share,
          ),
          lines(
            'Heap',
            {
              '{{name}}': `elasticsearch_jvm_memory_used_bytes{area="heap", ${own}} / elasticsearch_jvm_memory_max_bytes{area="heap", ${own}}`,
            },
            share,
          ),
        ],
      },
    ],
  };
}
