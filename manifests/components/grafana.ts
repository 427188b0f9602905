import type { Construct } from 'constructs';
import { images } from '../../config/versions';
import { toYaml } from '../../model/yaml';
import { Component } from '../constructs/component';
import { ConfigFiles } from '../constructs/config-files';
import { httpProbe } from '../constructs/probes';
import type { SecretRef } from '../constructs/secret-ref';
import { claim, StatefulApp } from '../constructs/stateful-app';
import { scratch } from '../constructs/volumes';
import { type Dashboard, dashboardJson, dataSource } from './monitoring/dashboard';
import { SCRAPE_INTERVAL } from './monitoring/scrape-jobs';
import type { Prometheus } from './prometheus';

export interface GrafanaProps {
  /** Secret with the keys `password`, of the user `admin`, and `secret-key`, which encrypts what users store. */
  readonly secret: SecretRef;
  /** Size of the volume, e.g. `1Gi`: users, preferences, dashboards that people save. */
  readonly storage: string;
  /** Where the metrics are. */
  readonly prometheus: Prometheus;
  /** The first one is what Grafana opens with. */
  readonly dashboards: readonly [Dashboard, ...Dashboard[]];
}

const dashboardFolder = '/etc/grafana/dashboards';

/** Shows the metrics of one Prometheus. Data source and dashboards come from files: they change here, not in the browser. */
export class Grafana extends Component {
  protected readonly app: StatefulApp;

  constructor(scope: Construct, id: string, { secret, storage, prometheus, dashboards }: GrafanaProps) {
    super(scope, id);
    const provisioning = new ConfigFiles(this, 'Provisioning', {
      name: `${id}-provisioning`,
      app: id,
      files: { 'datasources.yaml': dataSources(prometheus.url), 'dashboards.yaml': dashboardProvider },
    }).volume;
    this.app = new StatefulApp(this, id, {
      component: 'dashboards',
      image: images.grafana,
      user: 472,
      volumeGroup: 472,
      resources: { cpu: '50m', memory: '192Mi', memoryLimit: '512Mi' },
      env: {
        GF_SECURITY_ADMIN_USER: 'admin',
        GF_SECURITY_ADMIN_PASSWORD: secret.env('password'),
        GF_SECURITY_SECRET_KEY: secret.env('secret-key'),
        GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH: `${dashboardFolder}/${fileName(dashboards[0])}`,
        ...settings,
      },
      ports: { http: 3000 },
      probes: {
        // The first start creates the database.
        startup: httpProbe('/api/health', 'http', { period: 5, failures: 60 }),
        readiness: httpProbe('/api/health', 'http'),
        liveness: httpProbe('/api/health', 'http', { failures: 6 }),
      },
      metrics: { port: 'http' },
      storage: { data: storage },
      mounts: {
        '/etc/grafana/provisioning/datasources/datasources.yaml': { ...provisioning, subPath: 'datasources.yaml' },
        '/etc/grafana/provisioning/dashboards/dashboards.yaml': { ...provisioning, subPath: 'dashboards.yaml' },
        [dashboardFolder]: new ConfigFiles(this, 'Dashboards', {
          name: `${id}-dashboards`,
          app: id,
          files: Object.fromEntries(dashboards.map((board) => [fileName(board), dashboardJson(board)])),
        }).volume,
        '/var/lib/grafana': claim('data'),
        '/tmp': scratch('tmp'),
      },
    });
    this.app.connectTo(prometheus, 'http');
  }
}

function fileName({ uid }: Dashboard): string {
  return `${uid}.json`;
}

/** Nobody gets in without a password, and nothing gets out; https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/ */
const settings = {
  GF_AUTH_ANONYMOUS_ENABLED: 'false',
  GF_USERS_ALLOW_SIGN_UP: 'false',
  GF_SECURITY_DISABLE_GRAVATAR: 'true',
  GF_SNAPSHOTS_EXTERNAL_ENABLED: 'false',
  GF_ANALYTICS_REPORTING_ENABLED: 'false',
  GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
  GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: 'false',
  GF_NEWS_NEWS_FEED_ENABLED: 'false',
  GF_PLUGINS_PREINSTALL_DISABLED: 'true',
  GF_PLUGINS_PLUGIN_ADMIN_ENABLED: 'false',
  GF_PLUGINS_PUBLIC_KEY_RETRIEVAL_DISABLED: 'true',
  // Alerts are the business of Prometheus.
  GF_UNIFIED_ALERTING_ENABLED: 'false',
  GF_LOG_MODE: 'console',
};

/** https://grafana.com/docs/grafana/latest/administration/provisioning/#data-sources */
function dataSources(url: string): string {
  return toYaml({
    apiVersion: 1,
    datasources: [
      {
        name: 'Prometheus',
        ...dataSource,
        url,
        access: 'proxy',
        isDefault: true,
        editable: false,
        jsonData: { httpMethod: 'POST', timeInterval: SCRAPE_INTERVAL },
      },
    ],
  });
}

const dashboardProvider = toYaml({
  apiVersion: 1,
  providers: [
    {
      name: 'provisioned',
      type: 'file',
      disableDeletion: true,
      editable: false,
      allowUiUpdates: false,
      options: { path: dashboardFolder },
    },
  ],
});
