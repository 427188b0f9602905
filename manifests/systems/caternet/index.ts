import type { App } from 'cdk8s';
import type { CaternetConfig } from '../../../config/caternet';
import type { Target } from '../../../config/system';
import { busOf } from './bus';
import { CadaverExchangeChart } from './cadaver-exchange';
import { CatnodejsChart } from './catnodejs';
import { IngressChart } from './ingress';
import { monitor } from './monitoring';
import { MousetrapChart } from './mousetrap';
import { namespacesChart } from './namespaces';

/** Wires the charts: each gets the objects that it talks to. */
export function build(app: App, target: Target<CaternetConfig>): void {
  namespacesChart(app, '00-caternet-namespaces', target);
  const bus = busOf(app, target);
  const none = { accessFrom: () => ({ env: {}, mounts: {}, allow: () => {} }) };
  const api = new CatnodejsChart(app, 'caternet-catnodejs', target, bus, { mongodb: none, search: none });
  const { exchange } = new CadaverExchangeChart(app, 'caternet-cadaver-exchange', target, bus, api);
  const traps = trapsOf(app, target, bus);
  new IngressChart(app, 'caternet-ingress', target, { ...api, exchange });
  monitor(app, target, [api.catnodejs, exchange, ...traps]);
}

/** The traps that stand in the cluster; on Google Cloud they stand in regions of their own. */
function trapsOf(app: App, target: Target<CaternetConfig>, bus: ReturnType<typeof busOf>) {
  const { mousetrap } = target.config;
  if (!('replicas' in mousetrap)) return [];
  return [new MousetrapChart(app, 'caternet-mousetrap', target, mousetrap.replicas, bus).mousetrap];
}
