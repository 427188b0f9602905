import type { App } from 'cdk8s';
import {
  type CaternetConfig,
  contracts,
  DASHBOARD_USER,
  PARSE_APP,
  serviceAccounts,
  serviceImage,
} from '../../../config/caternet';
import type { Target } from '../../../config/system';
import { httpProbes } from '../../constructs/probes';
import type { SecretRef } from '../../constructs/secret-ref';
import { randomSecrets } from '../../constructs/secrets';
import { WebApp } from '../../constructs/web-app';
import { type BusAccess, busVariables } from './bus';
import { CaternetChart } from './chart';
import { hopVariables, sizeOf } from './hops';
import type { Stores } from './stores';

const NAME = 'catnodejs';
const { ports, paths, commands, user } = contracts[NAME];

const SECRETS = '/etc/catnodejs';
const MASTER_KEY = 'master-key';
const DASHBOARD_PASSWORD = 'dashboard-password';

/** Key of the Secret by which catnodejs knows the exchange. */
export const EXCHANGE_KEY = 'exchange-key';

/** What the exchange must know of it. */
export interface Catnodejs {
  readonly catnodejs: WebApp;
  readonly exchangeKey: SecretRef;
}

/** Parse Server with the users, and its dashboard, which is reached by port-forward only. Nothing else reaches the stores. */
export class CatnodejsChart extends CaternetChart implements Catnodejs {
  readonly catnodejs: WebApp;
  readonly exchangeKey: SecretRef;

  constructor(app: App, id: string, target: Target<CaternetConfig>, bus: BusAccess, stores: Stores) {
    super(app, id, target, serviceAccounts[NAME]);
    const { config } = target;
    const [mongodb, search] = [stores.mongodb.accessFrom(this), stores.search.accessFrom(this)];
    const secrets = randomSecrets(this, 'generate-catnodejs-secrets', {
      catnodejs: [MASTER_KEY, DASHBOARD_PASSWORD],
      [EXCHANGE_KEY]: [EXCHANGE_KEY],
    });
    this.exchangeKey = secrets[EXCHANGE_KEY];
    this.catnodejs = new WebApp(this, NAME, {
      component: 'api',
      image: serviceImage(config, NAME),
      ...sizeOf(config[NAME]),
      user,
      volumeGroup: user,
      // Measured: 180 MiB when it begins, 210 under 80 requests a second, with 3 ms of processor time for each.
      resources: { cpu: '200m', memory: '256Mi', memoryLimit: '512Mi' },
      command: commands.serve,
      env: {
        ...mongodb.env,
        ...search.env,
        ...bus.env,
        ...busVariables(config, NAME),
        ...hopVariables(config),
        APP_ID: PARSE_APP,
        MASTER_KEY_FILE: `${SECRETS}/keys/${MASTER_KEY}`,
        EXCHANGE_KEY_FILE: `${SECRETS}/exchange/${EXCHANGE_KEY}`,
        DASHBOARD_USER,
        DASHBOARD_PASSWORD_FILE: `${SECRETS}/keys/${DASHBOARD_PASSWORD}`,
        // Its own Cloud Code calls it, without a detour.
        SERVER_URL: `http://127.0.0.1:${ports.http}/parse`,
        PUBLIC_SERVER_URL: `https://${config.hosts.api}/parse`,
        METRICS_PORT: String(ports.metrics),
      },
      ports,
      metrics: { port: 'metrics', path: paths.metrics },
      probes: httpProbes(paths.health, 'http', paths.ready),
      mounts: {
        ...bus.mounts,
        ...mongodb.mounts,
        ...search.mounts,
        [`${SECRETS}/keys`]: secrets.catnodejs.volume('keys', [MASTER_KEY, DASHBOARD_PASSWORD]),
        [`${SECRETS}/exchange`]: this.exchangeKey.volume(EXCHANGE_KEY, [EXCHANGE_KEY]),
      },
      notice: this.place.notice,
      service: {
        ports: { http: ports.http, dashboard: ports.dashboard },
        annotations: this.place.published(NAME),
      },
      identityAnnotations: this.place.identity(NAME),
    });
    this.expectImage(config, NAME);
    bus.allow(this.catnodejs);
    mongodb.allow(this.catnodejs);
    search.allow(this.catnodejs);
  }
}
