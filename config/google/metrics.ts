/**
 * Metrics of Cloud Monitoring that alerts and dashboards go by, each as its page has it. A metric that does not exist is no
 * error anywhere: an alert on it is silent for ever.
 */

export interface Metric {
  readonly type: string;
  /** The resource whose time series it has. */
  readonly resource: string;
  /** Of numbers since the last point, of what is at present, or of many values at a time. */
  readonly kind: 'count' | 'gauge' | 'distribution';
  /** Labels of the metric that something here filters or groups by. @default none */
  readonly labels?: readonly string[];
  /** The page that describes it. */
  readonly source: string;
}

const ofRun = 'https://docs.cloud.google.com/monitoring/api/metrics_gcp_p_z#gcp-run';
const ofSql = 'https://docs.cloud.google.com/monitoring/api/metrics_gcp_c#gcp-cloudsql';
const ofStore = 'https://docs.cloud.google.com/memorystore/docs/valkey/supported-monitoring-metrics';
const ofPubsub = 'https://docs.cloud.google.com/monitoring/api/metrics_gcp_p_z#gcp-pubsub';
const ofUptime = 'https://docs.cloud.google.com/monitoring/api/metrics_gcp_i_o#gcp-monitoring';

export const metrics = {
  requests: {
    type: 'run.googleapis.com/request_count',
    resource: 'cloud_run_revision',
    kind: 'count',
    labels: ['response_code_class'],
    source: ofRun,
  },
  /** In milliseconds. */
  latencies: {
    type: 'run.googleapis.com/request_latencies',
    resource: 'cloud_run_revision',
    kind: 'distribution',
    source: ofRun,
  },
  cpu: {
    type: 'run.googleapis.com/container/cpu/utilizations',
    resource: 'cloud_run_revision',
    kind: 'distribution',
    source: ofRun,
  },
  memory: {
    type: 'run.googleapis.com/container/memory/utilizations',
    resource: 'cloud_run_revision',
    kind: 'distribution',
    source: ofRun,
  },
  instances: {
    type: 'run.googleapis.com/container/instance_count',
    resource: 'cloud_run_revision',
    kind: 'gauge',
    labels: ['state'],
    source: ofRun,
  },
  executions: {
    type: 'run.googleapis.com/job/completed_execution_count',
    resource: 'cloud_run_job',
    kind: 'count',
    labels: ['result'],
    source: ofRun,
  },
  sqlDisk: {
    type: 'cloudsql.googleapis.com/database/disk/utilization',
    resource: 'cloudsql_database',
    kind: 'gauge',
    source: ofSql,
  },
  sqlBytes: {
    type: 'cloudsql.googleapis.com/database/disk/bytes_used',
    resource: 'cloudsql_database',
    kind: 'gauge',
    source: ofSql,
  },
  sqlCpu: {
    type: 'cloudsql.googleapis.com/database/cpu/utilization',
    resource: 'cloudsql_database',
    kind: 'gauge',
    source: ofSql,
  },
  /** A series for each database of the instance. */
  sqlConnections: {
    type: 'cloudsql.googleapis.com/database/postgresql/num_backends',
    resource: 'cloudsql_database',
    kind: 'gauge',
    labels: ['database'],
    source: ofSql,
  },
  /** From 0 to 1, of the fullest node. */
  storeMemory: {
    type: 'memorystore.googleapis.com/instance/memory/maximum_utilization',
    resource: 'memorystore.googleapis.com/Instance',
    kind: 'gauge',
    source: ofStore,
  },
  /** In seconds, of the message of a subscription that waits longest. */
  oldestMessage: {
    type: 'pubsub.googleapis.com/subscription/oldest_unacked_message_age',
    resource: 'pubsub_subscription',
    kind: 'gauge',
    source: ofPubsub,
  },
  /** Messages that nobody could work on. */
  deadLetters: {
    type: 'pubsub.googleapis.com/subscription/dead_letter_message_count',
    resource: 'pubsub_subscription',
    kind: 'count',
    source: ofPubsub,
  },
  uptime: {
    type: 'monitoring.googleapis.com/uptime_check/check_passed',
    resource: 'uptime_url',
    kind: 'gauge',
    labels: ['check_id'],
    source: ofUptime,
  },
} as const satisfies Record<string, Metric>;

/** A metric that a stack makes of logs, by its name there. */
export function logMetric(name: string, resource: string, labels: readonly string[] = []): Metric {
  const source = 'https://docs.cloud.google.com/logging/docs/logs-based-metrics';
  return { type: `logging.googleapis.com/user/${name}`, resource, kind: 'count', labels, source };
}
