import type { AlertGroup } from '../monitoring/alert';

/** Of each subscription, as Google measures it; samples are some minutes old. https://cloud.google.com/monitoring/api/metrics_gcp_p_z#gcp-pubsub */
export const backlog = {
  waiting: 'stackdriver_pubsub_subscription_pubsub_googleapis_com_subscription_num_undelivered_messages',
  age: 'stackdriver_pubsub_subscription_pubsub_googleapis_com_subscription_oldest_unacked_message_age',
} as const;

/** What of Google's metrics that takes. */
export const backlogMetrics = [
  'pubsub.googleapis.com/subscription/num_undelivered_messages',
  'pubsub.googleapis.com/subscription/oldest_unacked_message_age',
] as const;

/** Subscriptions whose messages somebody has to look at. @param deadLetters regular expression of their names */
export function backlogAlerts(deadLetters: string): AlertGroup {
  return {
    name: 'bus',
    alerts: [
      {
        name: 'BusBacklogOld',
        severity: 'critical',
        expr: `max by (subscription_id) (${backlog.age}{subscription_id!~"${deadLetters}"}) > 600`,
        for: '10m',
        summary: 'Messages of {{ $labels.subscription_id }} wait',
        description: 'The oldest has waited for {{ $value | humanizeDuration }}: its subscriber is away, or too slow.',
      },
      {
        name: 'BusDeadLetters',
        severity: 'warning',
        expr: `max by (subscription_id) (${backlog.waiting}{subscription_id=~"${deadLetters}"}) > 0`,
        summary: '{{ $value }} messages lie in {{ $labels.subscription_id }}',
        description: 'No try to work on them succeeded. What they ask for is not done until somebody sends them again.',
      },
      {
        name: 'BusNotMeasured',
        severity: 'warning',
        expr: `absent(${backlog.waiting})`,
        for: '30m',
        summary: 'Nothing is known of what waits on the bus',
        description: 'The exporter is away, or may not read the metrics; the alerts about the bus are silent.',
      },
    ],
  };
}
