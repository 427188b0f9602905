/** A condition that somebody should hear about. */
export interface Alert {
  readonly name: string;
  /** critical: users notice, now. warning: within a working day. none: proves that alerting works. */
  readonly severity: 'critical' | 'warning' | 'none';
  /** PromQL; every series that it yields is an alert. */
  readonly expr: string;
  /** How long it must hold, e.g. `15m`. @default at once */
  readonly for?: string;
  /** What is the matter, in one line; `{{ $labels.pod }}` and `{{ $value }}` are filled in. */
  readonly summary: string;
  /** What it means for users or operators. */
  readonly description: string;
}

export interface AlertGroup {
  readonly name: string;
  readonly alerts: readonly Alert[];
}

/** Where an alert is explained: a heading of the runbook carries its name. */
export function runbookOf({ name }: Alert): string {
  return `docs/runbooks/monitoring.md#${name.toLowerCase()}`;
}

/** The groups as a rule file; https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/ */
export function ruleFile(groups: readonly AlertGroup[]) {
  return {
    groups: groups.map(({ name, alerts }) => ({
      name,
      rules: alerts.map((alert) => ({
        alert: alert.name,
        expr: alert.expr,
        for: alert.for,
        labels: { severity: alert.severity },
        annotations: { summary: alert.summary, description: alert.description, runbook: runbookOf(alert) },
      })),
    })),
  };
}
