import type { AlertGroup } from '../monitoring/alert';
import { type Scope, within } from '../monitoring/scope';

/** MongoDB as its exporter sees it. @param longestLag seconds that a secondary may be behind */
export function mongodbAlerts(scope: Scope, longestLag = 60): AlertGroup {
  const own = within(scope);
  const optime = (state: string) => `mongodb_rs_members_optimeDate{member_state="${state}", ${own}}`;
  return {
    name: `${scope.prefix ?? ''}mongodb`,
    alerts: [
      {
        name: 'MongodbDown',
        severity: 'critical',
        expr: `max by (namespace) (mongodb_up{${own}}) == 0`,
        for: '5m',
        summary: 'MongoDB of {{ $labels.namespace }} does not answer',
        description: 'Nobody can log in, offer or reserve anything.',
      },
      {
        name: 'MongodbWithoutPrimary',
        severity: 'critical',
        expr: `max by (namespace) (mongodb_rs_members_state{${own}}) > 0 unless on (namespace) mongodb_rs_members_state{${own}} == 1`,
        for: '2m',
        summary: 'The replica set of {{ $labels.namespace }} has no primary',
        description: 'Nothing can be written. A majority of its members must see each other.',
      },
      {
        name: 'MongodbMemberAway',
        severity: 'warning',
        expr: `mongodb_rs_members_health{${own}} == 0`,
        for: '10m',
        summary: 'A member of the replica set of {{ $labels.namespace }} is away',
        description: 'The others carry on; one more that goes and nothing can be written.',
      },
      {
        name: 'MongodbReplicationLag',
        severity: 'warning',
        expr: [
          `(max by (namespace) (${optime('PRIMARY')})`,
          `- on (namespace) group_right () ${optime('SECONDARY')}) / 1000 > ${longestLag}`,
        ].join(' '),
        for: '10m',
        summary: 'A secondary of {{ $labels.namespace }} is {{ $value | humanizeDuration }} behind',
        description: 'If the primary fails now, what it has not yet taken over may be lost.',
      },
      {
        name: 'MongodbConnectionsRunOut',
        severity: 'warning',
        expr: [
          `mongodb_ss_connections{conn_type="current", ${own}}`,
          `/ on (namespace, pod) (mongodb_ss_connections{conn_type="current", ${own}}`,
          `+ on (namespace, pod) mongodb_ss_connections{conn_type="available", ${own}}) > 0.8`,
        ].join(' '),
        for: '10m',
        summary: 'MongoDB of {{ $labels.namespace }} runs out of connections',
        description: '{{ $value | humanizePercentage }} are taken; then clients are refused.',
      },
    ],
  };
}
