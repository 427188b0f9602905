import { MonitoringUptimeCheckConfig } from '@cdktf/provider-google/lib/monitoring-uptime-check-config';
import { Construct } from 'constructs';

export interface UptimeProps {
  readonly name: string;
  readonly projectId: string;
  readonly host: string;
  readonly path: string;
  /** What is right: an answer, or the way to a login. */
  readonly expects: 'ok' | 'login';
}

/** Asks from three continents, each minute, whether a page answers over HTTPS with a certificate that is valid. */
export class Uptime extends Construct {
  /** What its time series are called by. */
  public readonly checkId: string;

  constructor(scope: Construct, id: string, { name, projectId, host, path, expects }: UptimeProps) {
    super(scope, id);
    const check = new MonitoringUptimeCheckConfig(this, 'Resource', {
      displayName: name,
      period: '60s',
      timeout: '10s',
      selectedRegions: ['EUROPE', 'USA', 'ASIA_PACIFIC'],
      monitoredResource: { type: 'uptime_url', labels: { project_id: projectId, host } },
      httpCheck: {
        path,
        port: 443,
        useSsl: true,
        validateSsl: true,
        acceptedResponseStatusCodes: [expects === 'ok' ? { statusValue: 200 } : { statusValue: 302 }],
      },
    });
    this.checkId = check.uptimeCheckId;
  }
}
