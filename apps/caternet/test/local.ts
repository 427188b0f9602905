import { join } from 'node:path';
import { FakeBus, PROJECT, withoutBus } from './support/bus.ts';
import { Catnodejs, DASHBOARD, topics } from './support/catnodejs.ts';
import { database as kind } from './support/database.ts';
import { Exchange } from './support/exchange.ts';
import { freePort, Pod } from './support/processes.ts';
import { FakeSearch } from './support/search.ts';

/** All services on this machine, around what the tests have of a bus, a database and a search, until Ctrl-C. */

const missing = withoutBus || kind.skip;
if (missing) throw new Error(missing);

const [bus, database, search] = [await FakeBus.start(), await kind.start(), await FakeSearch.start()];
await topics(bus);
const api = await Catnodejs.start({ bus, database: database.uri, search: search.url });
const exchange = await Exchange.start(bus, api);
const { MOUSE_SECONDS = '10', RAT_SECONDS = '15' } = process.env;
const regions = ['northamerica-northeast1', 'us-east4'];
const traps = await Promise.all(
  regions.map(async (REGION) => {
    const METRICS_PORT = String(await freePort());
    const around = { PUBSUB_PROJECT: PROJECT, PUBSUB_EMULATOR_HOST: bus.address, PUBLISH_TOPIC: 'mouse-trap' };
    const pod = Pod.start(join(import.meta.dirname, '..', 'mousetrap', 'src', 'main.ts'), {
      ...around,
      ...{ REGION, METRICS_PORT, MOUSE_SECONDS, RAT_SECONDS },
    });
    return { pod, metrics: `http://127.0.0.1:${METRICS_PORT}/metrics` };
  }),
);
const pods = [exchange.pod, ...traps.map(({ pod }) => pod), api.pod];
for (const pod of pods) pod.show();

console.log(`
API         ${api.url}/parse (X-Parse-Application-Id: caternet)
dashboard   ${api.dashboard} (${DASHBOARD.user}, ${DASHBOARD.password})
market      ${exchange.url}/offers
metrics     ${[api.metrics, exchange.metrics, ...traps.map(({ metrics }) => metrics)].join(' ')}
database    ${database.uri}
bus         PUBSUB_EMULATOR_HOST=${bus.address}
Ctrl-C ends it.
`);

process.once('SIGINT', async () => {
  for (const pod of pods) await pod.end('SIGTERM');
  await Promise.all([bus.stop(), search.stop(), database.stop()]);
  process.exit();
});
