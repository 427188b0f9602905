import type { App } from 'cdk8s';
import type { CaternetConfig } from '../../../config/caternet';
import type { Target } from '../../../config/system';
import { busOf } from './bus';
import { CadaverExchangeChart } from './cadaver-exchange';
import { CatnodejsChart } from './catnodejs';
import { IngressChart } from './ingress';
import { MousetrapChart } from './mousetrap';
import { namespacesChart } from './namespaces';

/** Wires the charts: each gets the objects that it talks to. */
export function build(app: App, target: Target<CaternetConfig>): void {
  const { config } = target;
  namespacesChart(app, '00-caternet-namespaces', target);
  const bus = busOf(app, target);
  const none = { env: {}, mounts: {}, allow: () => {} };
  const catnodejs = new CatnodejsChart(app, 'caternet-catnodejs', target, bus, { mongodb: none, search: none });
  const { exchange } = new CadaverExchangeChart(app, 'caternet-cadaver-exchange', target, bus, catnodejs);
  if ('replicas' in config.mousetrap) {
    new MousetrapChart(app, 'caternet-mousetrap', target, config.mousetrap.replicas, bus);
  }
  new IngressChart(
    app,
    'caternet-ingress',
    target,
    { ...catnodejs, exchange },
    {
      serverCertificate: () => {
        return undefined as never;
      },
    },
  );
}
