import { type Metric, metrics } from '../../config/google/metrics';
import * as facts from '../../config/twittix';
import { builtIn, builtInStacks } from '../support/built-in';
import { type Block, type Stack, type Synthesized, synthesize } from '../support/terraform';

type Config = facts.OnGoogleCloudConfig;

const { config } = builtIn<Config>('twittix', 'production');
const { services, gcp, host } = config;
const stackOf = ({ stacks }: Synthesized) => stacks['twittix-production-observability'] as Stack;
const stack = stackOf(builtInStacks('twittix', 'production'));
const all = (type: string, of = stack): Block[] => Object.values(of.resource[type] ?? {});

/** Every filter of time series, of alerts and of the dashboard. */
function filters(): string[] {
  const texts = [
    ...all('google_monitoring_alert_policy').map((policy) => JSON.stringify(policy)),
    ...all('google_monitoring_dashboard').map(({ dashboard_json }) => String(dashboard_json)),
  ];
  return texts.flatMap((text) => {
    const found: string[] = [];
    JSON.parse(text, (key, value) => {
      if (/filter$/i.test(key) && typeof value === 'string') found.push(value);
      return value;
    });
    return found;
  });
}

/** By reference: Google takes no alert about a metric of logs that is not there yet. */
const ours = Object.entries(stack.resource.google_logging_metric ?? {}).map(
  ([id, { filter }]): Pick<Metric, 'type' | 'resource' | 'labels'> => ({
    type: `logging.googleapis.com/user/\${google_logging_metric.${id}.name}`,
    resource: /^resource\.type = "([^"]+)"/.exec(String(filter))?.[1] ?? '',
  }),
);
const known: Pick<Metric, 'type' | 'resource' | 'labels'>[] = [...Object.values(metrics), ...ours];

test('alerts and dashboard go by metrics that exist, on the resource that has them', () => {
  expect(filters().length).toBeGreaterThan(Object.keys(metrics).length);
  for (const filter of filters()) {
    const [, type, resource] = /^metric\.type = "([^"]+)" AND resource\.type = "([^"]+)"/.exec(filter) ?? [];
    const metric = known.find((entry) => entry.type === type);
    expect([filter, metric?.resource]).toEqual([filter, resource]);
    const labels = [...filter.matchAll(/metric\.label\.(\w+)/g)].map(([, label]) => label);
    expect(metric?.labels ?? []).toEqual(expect.arrayContaining(labels));
  }
});

test('a distribution is looked at by percentile, and nothing else is', () => {
  const distributions = Object.values<Metric>(metrics)
    .filter(({ kind }) => kind === 'distribution')
    .map(({ type }) => type);
  const conditions = all('google_monitoring_alert_policy').flatMap(({ conditions: list }) => list as Block[]);
  for (const { condition_threshold } of conditions) {
    const { filter, aggregations } = condition_threshold as { filter: string; aggregations: Block[] };
    const percentile = String(aggregations[0]?.per_series_aligner).startsWith('ALIGN_PERCENTILE');
    expect([filter, percentile]).toEqual([filter, distributions.some((type) => filter.includes(`"${type}"`))]);
  }
});

test('whoever is named is told of every alert, and of the budget', () => {
  expect(all('google_monitoring_notification_channel')).toEqual([
    {
      for_each: `\${toset(${JSON.stringify(gcp.observability.emails)})}`,
      display_name: '${each.value}',
      labels: { email_address: '${each.value}' },
      type: 'email',
    },
  ]);
  const everybody = gcp.observability.emails.map(
    (email) => `\${google_monitoring_notification_channel.alerts_email["${email}"].id}`,
  );
  const alerts = all('google_monitoring_alert_policy');
  expect(alerts.map(({ notification_channels }) => notification_channels)).toEqual(alerts.map(() => everybody));
  expect(all('google_billing_budget')).toMatchObject([
    { all_updates_rule: { monitoring_notification_channels: everybody }, billing_account: '000000-000000-000000' },
  ]);
});

test('the alerts are those that were asked for, at the limits of the config', () => {
  const limits = Object.fromEntries(
    Object.entries(stack.resource.google_monitoring_alert_policy ?? {}).map(([id, { conditions }]) => [
      id.replace(/^alerts_/, ''),
      (conditions as { condition_threshold: Block }[])[0]?.condition_threshold.threshold_value,
    ]),
  );
  expect(limits).toMatchObject({
    failing: 0.05,
    slow: gcp.observability.latencyMs,
    busy: 0.8,
    stuffed: 0.8,
    failed_job: 0,
    sql_disk: Math.round(gcp.database.diskSizeLimitGb * 1024 ** 3 * 0.8),
    sql_connections: gcp.database.maxConnections * 0.8,
    store_memory: 0.8,
  });
  expect(stack.resource.google_monitoring_alert_policy?.alerts_failing?.conditions).toMatchObject([
    { condition_threshold: { denominator_filter: expect.stringContaining('request_count') } },
  ]);
});

describe('from outside', () => {
  const checks = (of: Stack) =>
    Object.fromEntries(
      all('google_monitoring_uptime_check_config', of).map((check) => [
        check.display_name,
        [
          (check.http_check as Block).path,
          (check.http_check as { accepted_response_status_codes: Block[] }).accepted_response_status_codes,
        ],
      ]),
    );
  const ok = [{ status_value: 200 }];
  const publicOnes = facts.published(services).filter(({ access }) => access === 'public');
  const ofPublic = publicOnes.map((service) => [service.name, [facts.probePath(service, 'health'), ok]]);

  test('every published service is watched at its own health path, over HTTPS, and an alert is about it', () => {
    expect(checks(stack)).toEqual(Object.fromEntries(ofPublic));
    for (const { monitored_resource, http_check } of all('google_monitoring_uptime_check_config')) {
      expect(monitored_resource).toEqual({ type: 'uptime_url', labels: { host, project_id: gcp.projectId } });
      expect(http_check).toMatchObject({ port: 443, use_ssl: true, validate_ssl: true });
    }
    for (const { name } of publicOnes) {
      const id = name.replaceAll('-', '_');
      expect(JSON.stringify(stack.resource.google_monitoring_alert_policy?.[`alerts_down_${id}`])).toContain(
        `google_monitoring_uptime_check_config.${id}.uptime_check_id`,
      );
    }
  });

  test('the way to members leads to a login, where there is one', async () => {
    const members = facts.published(services).filter(({ access }) => access === 'members');
    const target = builtIn<Config>('twittix', 'production', (changed) => {
      Object.assign(changed.gcp, { organization: '123456789012' });
      return changed;
    });
    expect(checks(stackOf(await synthesize(target)))).toEqual(
      Object.fromEntries([
        ...ofPublic,
        ...members.map((service) => [service.name, [facts.probePath(service, 'health'), [{ status_value: 302 }]]]),
      ]),
    );
  });
});

test('logs of services, database, store and load balancer are kept as long as the config says, and once', () => {
  expect(all('google_logging_project_bucket_config')).toMatchObject([{ retention_days: gcp.observability.logDays }]);
  const sinks = all('google_logging_project_sink');
  const kept = sinks.map(({ filter }) => String(filter)).join('\n');
  for (const resource of ['cloud_run_revision', 'cloud_run_job', 'cloudsql_database', 'memorystore', 'http_load']) {
    expect(kept).toContain(`"${resource}`);
  }
  const excluded = all('google_logging_project_exclusion').map(({ filter }) => filter);
  expect(excluded).toEqual(sinks.map(({ filter }) => filter));
});

test('the dashboard shows every service of the map', () => {
  const [dashboard] = all('google_monitoring_dashboard');
  const text = String(dashboard?.dashboard_json);
  const { mosaicLayout } = JSON.parse(text) as {
    mosaicLayout: { tiles: { widget: { xyChart: { dataSets: unknown[] } } }[] };
  };
  for (const { widget } of mosaicLayout.tiles) expect(widget.xyChart.dataSets).not.toEqual([]);
  for (const name of Object.keys(services)) expect(text).toContain(`resource.label.service_name = \\"${name}\\"`);
});
