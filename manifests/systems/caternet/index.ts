import type { App } from 'cdk8s';
import type { CaternetConfig, OnAutopilotConfig } from '../../../config/caternet';
import type { Target } from '../../../config/system';
import { AuthorityChart } from './authority';
import { backupChart, restoreTestChart } from './backup';
import { type BusAccess, busOf } from './bus';
import { CadaverExchangeChart } from './cadaver-exchange';
import { CatnodejsChart } from './catnodejs';
import { IngressChart } from './ingress';
import { MongodbChart } from './mongodb';
import { monitor } from './monitoring';
import { MousetrapChart } from './mousetrap';
import { namespacesChart } from './namespaces';
import { SearchChart } from './search';
import { storageChart } from './storage';

/** Wires the charts: each gets the objects that it talks to. */
export function build(app: App, target: Target<CaternetConfig>): void {
  namespacesChart(app, '00-caternet-namespaces', target);
  const { authority } = new AuthorityChart(app, 'caternet-authority', target);
  const mongodb = new MongodbChart(app, 'caternet-mongodb', target, authority);
  const search = new SearchChart(app, 'caternet-search', target, authority);
  if (isOnAutopilot(target)) {
    storageChart(app, 'caternet-storage', target);
    backupChart(app, 'caternet-backup', target, { mongodb: mongodb.mongodb, search: search.search });
    restoreTestChart(app, 'caternet-restore-test', target);
  }
  const bus = busOf(app, target);
  const api = new CatnodejsChart(app, 'caternet-catnodejs', target, bus, { mongodb, search });
  const { exchange } = new CadaverExchangeChart(app, 'caternet-cadaver-exchange', target, bus, api);
  const traps = trapsOf(app, target, bus);
  new IngressChart(app, 'caternet-ingress', target, { ...api, exchange }, authority);
  monitor(app, target, [api.catnodejs, exchange, ...traps, mongodb.mongodb, search.search]);
}

function isOnAutopilot(target: Target<CaternetConfig>): target is Target<OnAutopilotConfig> {
  return 'gcp' in target.config;
}

/** The traps that stand in the cluster; on Google Cloud they stand in regions of their own. */
function trapsOf(app: App, target: Target<CaternetConfig>, bus: BusAccess) {
  const { mousetrap } = target.config;
  if (!('replicas' in mousetrap)) return [];
  return [new MousetrapChart(app, 'caternet-mousetrap', target, mousetrap.replicas, bus).mousetrap];
}
