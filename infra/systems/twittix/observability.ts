import { DataGoogleProject } from '@cdktf/provider-google/lib/data-google-project';
import type { App } from 'cdktf';
import { metrics } from '../../../config/google/metrics';
import type { Target } from '../../../config/system';
import {
  databaseId,
  isPublished,
  named,
  names,
  type OnGoogleCloudConfig,
  probePath,
  published,
} from '../../../config/twittix';
import { Alerts } from '../../constructs/gcp/monitoring/alerts';
import { Budget } from '../../constructs/gcp/monitoring/budget';
import { Dashboard } from '../../constructs/gcp/monitoring/dashboard';
import { Logs } from '../../constructs/gcp/monitoring/logs';
import { Uptime } from '../../constructs/gcp/monitoring/uptime';
import { GoogleStack } from '../../constructs/gcp/stack';
import { idOf } from '../../constructs/ids';
import { alertsOf } from './alerts';
import { chartsOf, RUNBOOK } from './watched';

/** Who is told what, and what is kept of it. */
export class ObservabilityStack extends GoogleStack {
  constructor(app: App, target: Target<OnGoogleCloudConfig>) {
    const { config } = target;
    const { services, gcp } = config;
    super(app, target, { part: 'observability', ownQuota: true, ...gcp });
    const { emails, budget } = gcp.observability;
    const { number } = new DataGoogleProject(this, 'project', { projectId: gcp.projectId });
    const alerts = new Alerts(this, 'alerts', emails);
    const counted = this.addLogs(config);
    const sql = { database_id: databaseId(gcp) };
    for (const [id, alert] of Object.entries(alertsOf(gcp, sql, counted.errors))) alerts.add(id, alert);
    this.watchFromOutside(config, alerts);
    new Dashboard(this, 'dashboard', { title: names.loadBalancer, charts: chartsOf(named(services), sql, counted) });
    new Budget(this, 'budget', { name: gcp.projectId, projectNumber: number, channels: alerts.channels, ...budget });
    this.publish(
      'logs_url',
      'Where to read the logs.',
      `https://console.cloud.google.com/logs?project=${gcp.projectId}`,
    );
  }

  private addLogs({ gcp }: OnGoogleCloudConfig) {
    const { projectId, region } = gcp;
    const logs = new Logs(this, 'logs', {
      name: names.logBucket,
      projectId,
      region,
      days: gcp.observability.logDays,
    });
    logs.keep('run', `${names.logBucket}-run`, 'resource.type = ("cloud_run_revision" OR "cloud_run_job")');
    logs.keep(
      'sql',
      `${names.logBucket}-sql`,
      `resource.type = "cloudsql_database" AND resource.labels.database_id = "${databaseId(gcp)}"`,
    );
    logs.keep('store', `${names.logBucket}-store`, 'resource.type = "memorystore.googleapis.com/Instance"');
    logs.keep('edge', `${names.logBucket}-edge`, 'resource.type = "http_load_balancer"');
    return {
      errors: logs.count('errors', `${names.logBucket}-errors`, 'cloud_run_revision', 'severity >= ERROR'),
      refused: logs.count(
        'refused',
        `${names.logBucket}-refused`,
        'http_load_balancer',
        'jsonPayload.enforcedSecurityPolicy.outcome = "DENY"',
      ),
    };
  }

  /** As browsers see it. The way to members leads to a login first, whichever page is asked for. */
  private watchFromOutside({ host, services, gcp }: OnGoogleCloudConfig, alerts: Alerts): void {
    for (const service of published(services)) {
      const { name, access } = service;
      if (!isPublished(gcp, services, name)) continue;
      const { checkId } = new Uptime(this, idOf(name), {
        name,
        projectId: gcp.projectId,
        host,
        path: probePath(service, 'health') ?? service.path,
        expects: access === 'members' ? 'login' : 'ok',
      });
      alerts.add(`down_${idOf(name)}`, {
        name: `${name} is down`,
        severity: 'CRITICAL',
        series: { metric: metrics.uptime, where: { check_id: checkId }, as: 'fraction' },
        below: 0.5,
        forMinutes: 2,
        advice: `Not more than half of the world gets an answer from https://${host}. ${RUNBOOK}`,
      });
    }
  }
}
