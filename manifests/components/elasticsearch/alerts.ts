import type { AlertGroup } from '../monitoring/alert';
import { type Scope, within } from '../monitoring/scope';

const full = (own: string) =>
  `1 - elasticsearch_filesystem_data_available_bytes{${own}} / elasticsearch_filesystem_data_size_bytes{${own}}`;

/** Elasticsearch as its exporter sees it. */
export function elasticsearchAlerts(scope: Scope): AlertGroup {
  const own = within(scope);
  return {
    name: `${scope.prefix ?? ''}elasticsearch`,
    alerts: [
      {
        name: 'ElasticsearchNotMeasured',
        severity: 'critical',
        expr: `absent(elasticsearch_cluster_health_status{${own}})`,
        for: '10m',
        summary: 'Elasticsearch does not answer its exporter',
        description: 'Nobody finds anything, most likely, and the other alerts about it are silent.',
      },
      {
        name: 'ElasticsearchRed',
        severity: 'critical',
        expr: `elasticsearch_cluster_health_status{color="red", ${own}} == 1`,
        for: '5m',
        summary: 'Elasticsearch of {{ $labels.namespace }} lacks data',
        description: 'A shard has no copy that works. It can be indexed again from MongoDB, or restored.',
      },
      {
        name: 'ElasticsearchYellow',
        severity: 'warning',
        expr: `elasticsearch_cluster_health_status{color="yellow", ${own}} == 1`,
        for: '30m',
        summary: 'Elasticsearch of {{ $labels.namespace }} lacks copies',
        description: 'All is there once; a node that goes now takes data with it.',
      },
      {
        name: 'ElasticsearchDiskFillingUp',
        severity: 'warning',
        expr: `max by (namespace, name) (${full(own)}) > 0.85`,
        for: '15m',
        summary: 'The disk of {{ $labels.name }} is {{ $value | humanizePercentage }} full',
        description: 'At 85% no new shards come to it, at 90% they move away, at 95% nothing can be written.',
      },
      {
        name: 'ElasticsearchHeapHigh',
        severity: 'warning',
        expr: `elasticsearch_jvm_memory_used_bytes{area="heap", ${own}} / elasticsearch_jvm_memory_max_bytes{area="heap", ${own}} > 0.9`,
        for: '15m',
        summary: 'The heap of {{ $labels.name }} is {{ $value | humanizePercentage }} full',
        description: 'It collects garbage instead of answering, and may be killed.',
      },
    ],
  };
}
