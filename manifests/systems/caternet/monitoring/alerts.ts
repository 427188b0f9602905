import type { AlertGroup } from '../../../components/monitoring/alert';
import { type Scope, within } from '../../../components/monitoring/scope';

/** What the apps say of themselves: `apps/caternet/bus/src/metrics.ts`. */
export function appAlerts(scope: Scope): AlertGroup {
  const own = within(scope);
  return {
    name: `${scope.prefix ?? ''}apps`,
    alerts: [
      {
        name: 'EventsComeAgain',
        severity: 'warning',
        expr: [
          `sum by (namespace, subscription) (rate(bus_received_total{outcome!="done", ${own}}[15m]))`,
          `/ sum by (namespace, subscription) (rate(bus_received_total{${own}}[15m])) > 0.1`,
        ].join(' '),
        for: '15m',
        summary: '{{ $value | humanizePercentage }} of the work on {{ $labels.subscription }} fails',
        description: 'The bus sends these events again, and puts them aside after some tries.',
      },
      {
        name: 'NothingCaught',
        severity: 'warning',
        expr: `sum by (namespace) (increase(bus_received_total{type=~"new_mouse|new_rat", ${own}}[30m])) == 0`,
        for: '10m',
        summary: 'No catch arrived in {{ $labels.namespace }} for half an hour',
        description: 'The traps are away, or the bus does not take or bring what they say.',
      },
    ],
  };
}
