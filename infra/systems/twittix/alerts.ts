import { type Metric, metrics } from '../../../config/google/metrics';
import type { GcpConfig } from '../../../config/twittix';
import type { AlertProps } from '../../constructs/gcp/monitoring/alerts';
import type { Labels } from '../../constructs/gcp/monitoring/time-series';
import { RUNBOOK } from './watched';

/**
 * What is wrong in the services, the database and the store, by the id of its alert. The project has one store.
 * @param sql finds the series of the database @param errors counts what services log
 */
export function alertsOf(gcp: GcpConfig, sql: Labels, errors: Metric): Record<string, AlertProps> {
  const { latencyMs } = gcp.observability;
  const by = ['service_name'];
  const full = { above: 0.8, forMinutes: 10, severity: 'WARNING' } as const;
  return {
    failing: {
      name: 'A service answers more than 5 % of its requests with 5xx',
      severity: 'CRITICAL',
      series: { metric: metrics.requests, where: { response_code_class: '5xx' }, as: 'rate', by },
      of: { metric: metrics.requests, as: 'rate', by },
      above: 0.05,
      overMinutes: 5,
      forMinutes: 5,
      advice: `Read its log for the same minutes; if a version was just delivered, roll back. ${RUNBOOK}`,
    },
    slow: {
      name: `A service needs more than ${latencyMs} ms for 5 % of its requests`,
      severity: 'WARNING',
      series: { metric: metrics.latencies, as: 'p95', by },
      above: latencyMs,
      overMinutes: 5,
      forMinutes: 10,
      advice: `See whether instances are at their maximum, or the database is busy. ${RUNBOOK}`,
    },
    busy: {
      name: 'Instances of a service use more than 80 % of their CPU',
      series: { metric: metrics.cpu, as: 'p95', by },
      ...full,
      advice: 'Lower its `concurrency`, or give it more `cpu` or a higher `instances.max` in the map of services.',
    },
    stuffed: {
      name: 'Instances of a service use more than 80 % of their memory',
      series: { metric: metrics.memory, as: 'p95', by },
      ...full,
      advice: 'At 100 % they are killed. Give it more `memoryMiB` in the map of services, or look for what it keeps.',
    },
    errors: {
      name: 'A service logs errors',
      severity: 'WARNING',
      series: { metric: errors, as: 'sum', by },
      above: 20,
      overMinutes: 5,
      forMinutes: 0,
      advice: 'Read them in the bucket of logs: `severity>=ERROR`.',
    },
    failed_job: {
      name: 'A job failed',
      severity: 'ERROR',
      series: { metric: metrics.executions, where: { result: 'failed' }, as: 'sum', by: ['job_name'] },
      above: 0,
      forMinutes: 0,
      advice: `The version that needs its tables was not delivered. Read its log, then run it again. ${RUNBOOK}`,
    },
    sql_disk: {
      name: 'The database uses more than 80 % of the disk that it may grow to',
      series: { metric: metrics.sqlBytes, where: sql, as: 'highest' },
      ...full,
      above: Math.round(gcp.database.diskSizeLimitGb * 2 ** 30 * 0.8),
      advice: 'Where growth stops, writes stop. Raise `gcp.database.diskSizeLimitGb`.',
    },
    sql_connections: {
      name: 'The database has more than 80 % of its connections in use',
      series: { metric: metrics.sqlConnections, where: sql, as: 'total' },
      ...full,
      above: Math.round(gcp.database.maxConnections * 0.8),
      forMinutes: 5,
      advice: 'Instances times connections of each pool: lower one of them, or raise `gcp.database.maxConnections`.',
    },
    store_memory: {
      name: 'The store uses more than 80 % of its memory',
      series: { metric: metrics.storeMemory, as: 'highest' },
      ...full,
      advice: 'Full, it refuses codes and links. See that keys expire, or take a larger `gcp.store.nodeType`.',
    },
  };
}
