import { metrics } from '../../../config/google/metrics';
import type { AlertProps } from '../../constructs/gcp/monitoring/alerts';

const RUNBOOK = 'docs/runbooks/caternet.md';

/** What is wrong on the bus, by the id of its alert. */
export const busAlerts: Readonly<Record<string, AlertProps>> = {
  waiting: {
    name: 'A message waits for more than 10 minutes',
    severity: 'ERROR',
    series: { metric: metrics.oldestMessage, as: 'highest', by: ['subscription_id'] },
    above: 600,
    forMinutes: 5,
    advice: `See whether its subscriber runs, and what it logs. After a week messages are gone. ${RUNBOOK}`,
  },
  dead: {
    name: 'A message was put aside',
    severity: 'WARNING',
    series: { metric: metrics.deadLetters, as: 'sum', by: ['subscription_id'] },
    above: 0,
    forMinutes: 0,
    advice: `Nobody could work on it. Read it in the subscription that ends with -dead, before a week is over. ${RUNBOOK}`,
  },
};
