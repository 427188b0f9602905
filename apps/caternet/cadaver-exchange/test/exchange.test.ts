import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Event, newId } from '@caternet/bus';
import { FakeBus, withoutBus } from '../../test/support/bus.ts';
import { Catnodejs, EXCHANGE_KEY, topics } from '../../test/support/catnodejs.ts';
import { type Database, database as kind } from '../../test/support/database.ts';
import { Exchange } from '../../test/support/exchange.ts';
import { until } from '../../test/support/processes.ts';
import { FakeSearch } from '../../test/support/search.ts';

/** As many as go through a crash. */
const MANY = 1_000;

describe(`the exchange, with catnodejs on ${kind.name}`, { skip: withoutBus || kind.skip }, () => {
  let bus: FakeBus;
  let database: Database;
  let search: FakeSearch;
  let api: Catnodejs;
  let exchange: Exchange;
  let said: Event[];
  before(async () => {
    [bus, database, search] = [await FakeBus.start(), await kind.start(), await FakeSearch.start()];
    await topics(bus);
    said = bus.watch('watch-exchange');
    api = await Catnodejs.start({ bus, database: database.uri, search: search.url });
    exchange = await Exchange.start(bus, api);
  });
  after(async () => {
    await exchange?.pod.end('SIGKILL');
    await api?.stop();
    await Promise.all([bus?.stop(), search?.stop()]);
    await database?.stop();
  });

  const trap = newId();
  const caught = (number: number): Event => ({
    id: newId(trap, String(number)),
    type: number % 3 === 0 ? 'new_rat' : 'new_mouse',
    at: new Date(Date.UTC(2026, 10, 26) + number).toISOString(),
    data: { trap, region: 'us-east4', grams: 20 + (number % 400) },
  });
  const publish = (event: object, attributes: Record<string, string> = { type: 'test' }) =>
    bus.client.topic('mouse-trap').publishMessage({ json: event, attributes });
  const log = () => [exchange, api].map(({ pod }) => pod.log.slice(-3_000)).join('\n');

  test('puts a catch on the market once, and takes it off when somebody has it', async () => {
    const [event, trace] = [caught(0), newId()];
    for (let times = 0; times < 3; times += 1) await publish(event, { traceparent: `00-${trace}-00f067aa0ba902b7-01` });
    const [id, told] = [newId('offer', event.id), () => said.filter(({ data }) => data.offer === id)];
    await until('the bus was told of each try', () => told().length >= 3, log);
    assert.deepEqual(
      [...new Set(told().map((each) => `${each.id} ${each.type}`))],
      [`${newId('offered', event.id)} new_rat_exchange`],
    );
    const { body } = await exchange.market('/offers?animal=rat');
    assert.deepEqual(body, [{ id, animal: 'rat', region: 'us-east4', grams: 20, caughtAt: event.at, available: true }]);
    assert.deepEqual((await exchange.market('/offers?animal=mouse')).body, []);
    await until('the search has it', () => search.found.has(id), log);

    const user = await api.signUp('anna');
    assert.equal((await api.ask('POST', '/functions/reserveOffer', { offer: id }, user)).status, 200);
    assert.deepEqual((await exchange.market('/offers')).body, []);
    assert.equal((await exchange.market(`/offers/${id}`)).body.available, false);
    assert.equal((await api.ask('POST', '/functions/withdrawOffer', { offer: id }, user)).status, 200);
    const trades = async () => (await api.records('Trade')).map(({ type }) => type).sort();
    await until('both trades are noted', async () => (await trades()).length >= 2, log);
    assert.deepEqual(await trades(), ['reserved', 'withdrawn']);
  });

  test('answers for the market, and says what it cannot', async () => {
    for (const wrong of ['animal=cat', 'limit=0', 'limit=101', 'region=a&region=b']) {
      assert.equal((await exchange.market(`/offers?${wrong}`)).status, 400, wrong);
    }
    assert.equal((await exchange.market('/offers/none')).status, 404);
    assert.equal((await exchange.market('/other')).status, 404);
  });

  test('leaves to the dead letters what no try will put on the market', async () => {
    const id = newId();
    await publish({ ...caught(1), id, data: { trap, region: 'us-east4', grams: -1 } });
    await until(
      'it was refused',
      () => exchange.pod.log.includes('"outcome":"poison","error":"Error: not of a trap"'),
      log,
    );
    assert.deepEqual(await api.records('Offer', { objectId: newId('offer', id) }), []);
  });

  test(`loses and doubles none of ${MANY} when every consumer is killed on the way`, async () => {
    const events = Array.from({ length: MANY }, (_, index) => caught(1_000 + index));
    await Promise.all(events.map((event) => publish(event)));
    const offers = new Set(events.map(({ id }) => newId('offer', id)));
    const indexed = () => [...search.found.keys()].filter((id) => offers.has(id)).length;
    const killed: number[] = [];
    for (const share of [0.1, 0.4, 0.7]) {
      for (const service of [exchange, api]) {
        await until(`${share} of all are in the search`, () => indexed() >= share * MANY, log);
        killed.push(indexed());
        await service.restart('SIGKILL');
        await api.isReady();
      }
    }
    assert.ok(
      killed.every((at) => at < MANY),
      `killed before the end: ${killed}`,
    );
    await until('all are in the search', () => indexed() === MANY, log);

    const catches = async () =>
      (await api.records('Catch', { trap })).filter(({ objectId }) => events.some(({ id }) => id === objectId));
    await until('all catches are noted', async () => (await catches()).length >= MANY, log);
    assert.equal((await catches()).length, MANY);
    const kept = (await api.records('Offer')).map(({ objectId }) => String(objectId)).filter((id) => offers.has(id));
    assert.equal(kept.length, MANY);
    assert.deepEqual(new Set(kept), offers);
    const [others, unknown] = [await api.records('Offer'), said.filter(({ data }) => offers.has(String(data.offer)))];
    assert.equal(others.length, MANY + 1, 'and no other offer but that of the first test');
    await until('the bus was told of all', () => new Set(said.map(({ id }) => id)).size >= MANY + 1, log);
    assert.equal(new Set(unknown.map(({ id }) => id)).size, MANY);
    assert.equal(new Set(said.map(({ id }) => id)).size, MANY + 1, 'a repetition has the id of what it repeats');
  });

  test('has health and metrics, logs JSON without its key, and ends in peace', async () => {
    assert.equal((await fetch(`${exchange.url}/health`)).status, 200);
    const text = await (await fetch(exchange.metrics)).text();
    assert.ok(
      /bus_received_total\{subscription="cadaver-exchange-from-mouse-trap",type="[a-z_]+",outcome="done"\} [1-9]/.test(
        text,
      ),
    );
    assert.deepEqual(await exchange.pod.end('SIGTERM'), [0, null]);
    assert.deepEqual(
      exchange.pod.log.split('\n').filter((line) => line && !line.startsWith('{"severity"')),
      [],
    );
    assert.ok(!exchange.pod.log.includes(EXCHANGE_KEY));
  });
});
