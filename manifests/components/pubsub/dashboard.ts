import type { Dashboard } from '../monitoring/dashboard';
import { lines, stat } from '../monitoring/panels';
import { backlog } from './alerts';

const old = { unit: 's', thresholds: { 0: 'green', 120: 'yellow', 600: 'red' } } as const;

/** Does what is said on the bus arrive? @param deadLetters regular expression of subscriptions with what nobody could work on */
export function backlogDashboard(deadLetters: string): Dashboard {
  const [dead, alive] = [`subscription_id=~"${deadLetters}"`, `subscription_id!~"${deadLetters}"`];
  return {
    uid: 'bus',
    title: 'Bus (Pub/Sub)',
    variables: {},
    rows: [
      {
        title: 'Now',
        height: 4,
        panels: [
          stat('Messages that wait', `sum(${backlog.waiting}{${alive}})`),
          stat('Oldest of them', `max(${backlog.age}{${alive}})`, old),
          stat('Put aside', `sum(${backlog.waiting}{${dead}})`, { thresholds: { 0: 'green', 1: 'red' } }),
        ],
      },
      {
        title: 'By subscription',
        panels: [
          lines('Messages that wait', { '{{subscription_id}}': `${backlog.waiting}{${alive}}` }),
          lines('Age of the oldest', { '{{subscription_id}}': `${backlog.age}{${alive}}` }, old),
          lines('Put aside', { '{{subscription_id}}': `${backlog.waiting}{${dead}}` }),
        ],
      },
    ],
  };
}
