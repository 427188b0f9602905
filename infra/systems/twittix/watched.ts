import { type Metric, metrics } from '../../../config/google/metrics';
import type { Named } from '../../../config/twittix';
import type { Chart } from '../../constructs/gcp/monitoring/dashboard';
import type { Labels } from '../../constructs/gcp/monitoring/time-series';

export const RUNBOOK = 'docs/runbooks/twittix.md';

/** The dashboard's charts: of all services together, of each that is in the map, and of what they keep data in. */
export function chartsOf(services: readonly Named[], sql: Labels, counted: Counted): Chart[] {
  const line = (name: string, series: Chart['lines'][number]['series']) => ({ name, series });
  const ofEach = (metric: Metric, as: 'rate' | 'p95' | 'total') =>
    services.map(({ name }) => line(name, { metric, where: { service_name: name }, as }));
  return [
    { title: 'Requests', unit: '1/s', lines: ofEach(metrics.requests, 'rate') },
    {
      title: 'Answers 5xx',
      unit: '1/s',
      lines: services.map(({ name }) =>
        line(name, { metric: metrics.requests, where: { service_name: name, response_code_class: '5xx' }, as: 'rate' }),
      ),
    },
    { title: 'Latency, 95 of 100', unit: 'ms', lines: ofEach(metrics.latencies, 'p95') },
    { title: 'Instances', unit: '1', lines: ofEach(metrics.instances, 'total') },
    { title: 'CPU of instances, 95 of 100', unit: '1', lines: ofEach(metrics.cpu, 'p95') },
    { title: 'Memory of instances, 95 of 100', unit: '1', lines: ofEach(metrics.memory, 'p95') },
    {
      title: 'Database',
      unit: '1',
      lines: [
        line('CPU', { metric: metrics.sqlCpu, where: sql, as: 'highest' }),
        line('Disk', { metric: metrics.sqlDisk, where: sql, as: 'highest' }),
      ],
    },
    {
      title: 'Connections to the database',
      unit: '1',
      lines: [line('Connections', { metric: metrics.sqlConnections, where: sql, as: 'total' })],
    },
    {
      title: 'Memory of the store',
      unit: '1',
      lines: [line('Fullest node', { metric: metrics.storeMemory, as: 'highest' })],
    },
    {
      title: 'Errors and refusals',
      unit: '1/min',
      lines: [
        line('Errors that services log', { metric: counted.errors, as: 'sum' }),
        line('Requests that the firewall refused', { metric: counted.refused, as: 'sum' }),
        line('Jobs that failed', { metric: metrics.executions, where: { result: 'failed' }, as: 'sum' }),
      ],
    },
  ];
}

/** Metrics that are made of logs. */
export interface Counted {
  readonly errors: Metric;
  readonly refused: Metric;
}
