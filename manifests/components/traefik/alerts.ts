import type { AlertGroup } from '../monitoring/alert';

const ofHttp = '{protocol="http"}';

/** What users see, as Traefik reports it. */
export const trafficAlerts: AlertGroup = {
  name: 'traffic',
  alerts: [
    {
      name: 'HighErrorRate',
      severity: 'critical',
      // A few requests do not make a rate.
      expr: [
        'sum by (service) (rate(traefik_service_requests_total{code=~"5.."}[5m]))',
        '/ sum by (service) (rate(traefik_service_requests_total[5m])) > 0.05',
        'and sum by (service) (rate(traefik_service_requests_total[5m])) > 0.1',
      ].join(' '),
      for: '5m',
      summary: '{{ $labels.service }} answers with errors',
      description: '{{ $value | humanizePercentage }} of the answers are 5xx.',
    },
    {
      name: 'HighLatency',
      severity: 'warning',
      // WebSockets last as long as a browser tab and would drown the requests.
      expr: [
        'histogram_quantile(0.99,',
        `sum by (service, le) (rate(traefik_service_request_duration_seconds_bucket${ofHttp}[5m]))) > 2`,
        `and sum by (service) (rate(traefik_service_requests_total${ofHttp}[5m])) > 0.1`,
      ].join(' '),
      for: '10m',
      summary: '{{ $labels.service }} is slow',
      description: 'One request in a hundred takes longer than {{ $value | humanizeDuration }}.',
    },
    {
      name: 'CertificateExpiring',
      severity: 'critical',
      // cert-manager renews 30 days ahead.
      expr: 'min by (cn, sans) (traefik_tls_certs_not_after) - time() < 14 * 86400',
      for: '1h',
      summary: 'The certificate of {{ $labels.sans }} expires soon',
      description: 'It is valid for another {{ $value | humanizeDuration }} and should have been renewed by now.',
    },
  ],
};
