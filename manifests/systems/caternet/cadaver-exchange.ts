import type { App } from 'cdk8s';
import { type CaternetConfig, contracts, PARSE_APP, serviceAccounts, serviceImage } from '../../../config/caternet';
import type { Target } from '../../../config/system';
import { httpProbes } from '../../constructs/probes';
import { WebApp } from '../../constructs/web-app';
import { type BusAccess, busVariables } from './bus';
import { type Catnodejs, EXCHANGE_KEY } from './catnodejs';
import { CaternetChart } from './chart';
import { hopVariables, sizeOf } from './hops';

const NAME = 'cadaver-exchange';
const { ports, paths, commands, user } = contracts[NAME];
const SECRETS = '/etc/cadaver-exchange';

/** The market. Its offers are records of catnodejs, which it reaches with a key of its own. */
export class CadaverExchangeChart extends CaternetChart {
  readonly exchange: WebApp;

  constructor(
    app: App,
    id: string,
    target: Target<CaternetConfig>,
    bus: BusAccess,
    { catnodejs, exchangeKey }: Catnodejs,
  ) {
    super(app, id, target, serviceAccounts[NAME]);
    const { config } = target;
    this.exchange = new WebApp(this, NAME, {
      component: 'market',
      image: serviceImage(config, NAME),
      ...sizeOf(config[NAME]),
      user,
      volumeGroup: user,
      // Measured: 140 MiB when it begins, 156 under 40 requests and 4 events a second, with 2 ms of processor time for each.
      resources: { cpu: '100m', memory: '160Mi', memoryLimit: '256Mi' },
      command: commands.serve,
      env: {
        ...bus.env,
        ...busVariables(config, NAME),
        ...hopVariables(config),
        API_URL: `http://${catnodejs.host}:${catnodejs.port('http')}/parse`,
        APP_ID: PARSE_APP,
        EXCHANGE_KEY_FILE: `${SECRETS}/${EXCHANGE_KEY}`,
        METRICS_PORT: String(ports.metrics),
      },
      ports,
      metrics: { port: 'metrics', path: paths.metrics },
      probes: httpProbes(paths.health, 'http', paths.ready),
      mounts: { ...bus.mounts, [SECRETS]: exchangeKey.volume('exchange-key', [EXCHANGE_KEY]) },
      notice: this.place.notice,
      service: { ports: { http: ports.http }, annotations: this.place.published(NAME) },
      identityAnnotations: this.place.identity(NAME),
    });
    this.expectImage(config, NAME);
    bus.allow(this.exchange);
    this.exchange.connectTo(catnodejs, 'http');
  }
}
