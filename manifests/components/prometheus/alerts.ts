import type { AlertGroup } from '../monitoring/alert';

/** Jobs whose silence would silence other alerts. */
const indispensable = ['apiserver', 'kubelet', 'cadvisor', 'kube-state-metrics', 'node-exporter'];

/** The monitoring itself. */
export const monitoringAlerts: AlertGroup = alertsOf(indispensable);

/** The same where nodes are somebody else's, and node-exporter is not let in. */
export const monitoringAlertsWithoutNodes: AlertGroup = alertsOf(
  indispensable.filter((job) => job !== 'node-exporter'),
);

function alertsOf(jobs: readonly string[]): AlertGroup {
  return {
    name: 'monitoring',
    alerts: [
      {
        name: 'Watchdog',
        severity: 'none',
        expr: 'vector(1)',
        summary: 'Alerting works',
        description: 'Fires always. When it stops, alerts no longer reach you.',
      },
      {
        name: 'TargetDown',
        severity: 'warning',
        expr: 'up == 0',
        for: '10m',
        summary: '{{ $labels.job }} at {{ $labels.instance }} cannot be scraped',
        description: 'It is down, or something stands between Prometheus and it.',
      },
      {
        name: 'TargetMissing',
        severity: 'critical',
        expr: jobs.map((job) => `absent(up{job="${job}"})`).join(' or '),
        for: '10m',
        summary: 'Nothing of {{ $labels.job }} is scraped',
        description: 'Alerts and panels that need its metrics are silent, whatever happens.',
      },
      {
        name: 'PrometheusConfigReloadFailed',
        severity: 'critical',
        expr: 'prometheus_config_last_reload_successful == 0',
        for: '5m',
        summary: 'Prometheus refused its configuration',
        description: 'It runs with the previous one; changed jobs and alerts have no effect.',
      },
      {
        name: 'PrometheusRuleFailures',
        severity: 'critical',
        expr: 'increase(prometheus_rule_evaluation_failures_total[5m]) > 0',
        for: '10m',
        summary: 'Prometheus cannot evaluate {{ $labels.rule_group }}',
        description: 'Alerts of this group may be missing.',
      },
      {
        name: 'PrometheusStorageFailing',
        severity: 'critical',
        expr: [
          'increase(prometheus_tsdb_compactions_failed_total[3h]) > 0',
          'or increase(prometheus_tsdb_wal_corruptions_total[3h]) > 0',
          'or increase(prometheus_tsdb_head_truncations_failed_total[3h]) > 0',
        ].join(' '),
        summary: 'The database of Prometheus has trouble',
        description: 'Compaction, truncation or the write-ahead log fails: a full or broken volume, most likely.',
      },
    ],
  };
}
