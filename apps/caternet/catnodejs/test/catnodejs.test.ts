import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Event, newId } from '@caternet/bus';
import { FakeBus, withoutBus } from '../../test/support/bus.ts';
import { Catnodejs, DASHBOARD, EXCHANGE_KEY, MASTER_KEY, topics } from '../../test/support/catnodejs.ts';
import { type Database, databases } from '../../test/support/database.ts';
import { until } from '../../test/support/processes.ts';
import { FakeSearch } from '../../test/support/search.ts';

const pointer = (className: string, objectId: string) => ({ __type: 'Pointer', className, objectId });

for (const { name, skip, start } of databases) {
  describe(`catnodejs on ${name}`, { skip: withoutBus || skip }, () => {
    let bus: FakeBus;
    let database: Database;
    let search: FakeSearch;
    let api: Catnodejs;
    let said: Event[];
    let exchange: string;
    before(async () => {
      [bus, database, search] = [await FakeBus.start(), await start(), await FakeSearch.start()];
      await topics(bus);
      said = bus.watch('watch-catnodejs');
      api = await Catnodejs.start({ bus, database: database.uri, search: search.url });
      exchange = await logIn();
    });
    after(async () => {
      await api?.stop();
      await Promise.all([bus?.stop(), search?.stop()]);
      await database?.stop();
    });

    const logIn = async (password = EXCHANGE_KEY) =>
      (await api.ask('POST', '/login', { username: 'cadaver-exchange', password })).body.sessionToken;

    const publish = (topic: string, event: object) =>
      bus.client.topic(topic).publishMessage({ json: event, attributes: { type: 'test' } });

    /** An offer as the exchange makes it, and as the bus tells. */
    const offer = async (id = newId(), grams = 30) => {
      const caughtAt = { __type: 'Date', iso: '2026-11-26T10:00:00.000Z' };
      const made = await api.ask(
        'POST',
        '/classes/Offer',
        { objectId: id, animal: 'mouse', region: 'us-east4', grams, caughtAt },
        exchange,
      );
      assert.equal(made.status, 201, JSON.stringify(made.body));
      const event = {
        id: newId('new_mouse_exchange', id),
        type: 'new_mouse_exchange',
        at: new Date().toISOString(),
        data: { offer: id },
      };
      await publish('cadaver-exchange', event);
      await until(
        'the search has the offer',
        () => search.found.has(id),
        () => api.pod.log,
      );
      return id;
    };
    const call = (fn: string, params: object, session?: string) => api.ask('POST', `/functions/${fn}`, params, session);
    const toldOf = (id: string) => said.filter(({ data }) => data.offer === id);

    test('notes every catch once, however often it is told', async () => {
      const event = {
        id: newId(),
        type: 'new_rat',
        at: '2026-11-26T10:00:00.000Z',
        data: { trap: 'x', region: 'us-east4', grams: 333 },
      };
      for (let times = 0; times < 3; times += 1) await publish('mouse-trap', event);
      await until(
        'it is noted',
        async () => (await api.records('Catch', { objectId: event.id })).length > 0,
        () => api.pod.log,
      );
      const [noted, ...more] = await api.records('Catch', { trap: 'x' });
      assert.deepEqual(more, []);
      assert.equal(noted?.grams, 333);
      assert.equal(noted?.animal, 'rat');
    });

    test('lets one of many have an offer, and tells the bus and the search', async () => {
      const id = await offer();
      const users = await Promise.all(['anna', 'boris', 'clara', 'dora'].map((user) => api.signUp(user)));
      const found = async () =>
        (await call('searchOffers', { animal: 'mouse' })).body.result.map((each: { id: string }) => each.id);
      assert.ok((await found()).includes(id));
      const answers = await Promise.all(users.map((user) => call('reserveOffer', { offer: id }, user)));
      const winner = users[answers.findIndex(({ status }) => status === 200)] ?? '';
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 400, 400, 400]);
      await until('the bus knows', () => toldOf(id).length > 0);
      assert.ok(!(await found()).includes(id));
      // Who did not hear the answer asks again.
      assert.equal((await call('reserveOffer', { offer: id }, winner)).status, 200);
      const [mine] = (await call('myOffers', {}, winner)).body.result;
      assert.equal(mine.objectId, id);
      assert.deepEqual(new Set(toldOf(id).map((event) => `${event.type} ${event.id}`)).size, 1);
      assert.equal(toldOf(id)[0]?.type, 'offer_reserved');

      const loser = users.find((user) => user !== winner) ?? '';
      assert.equal((await call('withdrawOffer', { offer: id }, loser)).body.code, 119);
      assert.equal((await call('withdrawOffer', { offer: id }, winner)).status, 200);
      await until('the bus knows that, too', () => toldOf(id).some(({ type }) => type === 'offer_withdrawn'));
      assert.equal((await call('reserveOffer', { offer: id }, loser)).body.error, 'the offer was withdrawn');
    });

    test('tells later what it could not tell', async () => {
      const [id, user] = [await offer(), await api.signUp('emil')];
      search.broken = true;
      assert.equal((await call('reserveOffer', { offer: id }, user)).status, 200);
      search.broken = false;
      await until(
        'the search knows',
        () => search.found.get(id)?.source.available === false,
        () => api.pod.log,
      );
      assert.equal(new Set(toldOf(id).map((event) => event.id)).size, 1);
    });

    test('lets a moderator withdraw what is not theirs', async () => {
      const [id, user] = [await offer(), await api.signUp('greta')];
      assert.equal((await call('withdrawOffer', { offer: id }, user)).body.code, 119);
      const { body } = await api.ask('GET', '/users/me', undefined, user);
      const users = { __op: 'AddRelation', objects: [pointer('_User', body.objectId)] };
      await api.ask('PUT', '/roles/moderators', { users }, 'master');
      assert.equal((await call('withdrawOffer', { offer: id }, user)).status, 200);
    });

    test('lets the exchange alone make offers, and nobody change them or make classes', async () => {
      const [id, user] = [await offer(), await api.signUp('fritz')];
      const at = { __type: 'Date', iso: '2026-11-26T10:00:00.000Z' };
      const made = { animal: 'rat', region: 'x', grams: 5, caughtAt: at };
      const { objectId: by } = (await api.ask('GET', '/users/me', undefined, user)).body;
      const deed = { type: 'offer_reserved', offer: pointer('Offer', id), by: pointer('_User', by) };
      const fields = {
        Offer: made,
        Catch: { ...made, trap: 'x' },
        Trade: { type: 'reserved', offer: pointer('Offer', id), at },
        Deed: deed,
      };
      for (const session of [undefined, user]) {
        for (const [className, right] of Object.entries(fields)) {
          const { body } = await api.ask('POST', `/classes/${className}`, { ...right, objectId: newId() }, session);
          assert.ok([101, 119].includes(body.code), `${className}: ${JSON.stringify(body)}`);
        }
        const changed = await api.ask('PUT', `/classes/Offer/${id}`, { reserved: true }, session);
        assert.ok([101, 119].includes(changed.body.code), JSON.stringify(changed.body));
      }
      assert.equal((await api.ask('PUT', `/classes/Offer/${id}`, { grams: 1 }, exchange)).body.code, 119);
      const wrong = [{ animal: 'cat' }, { grams: -1 }, { reserved: true }, { colour: 'grey' }];
      for (const each of wrong) {
        const { status } = await api.ask('POST', '/classes/Offer', { ...made, ...each, objectId: newId() }, exchange);
        assert.ok(status >= 400, JSON.stringify(each));
      }
      assert.equal((await api.ask('POST', '/classes/Fresh', { objectId: 'a' }, user)).body.code, 119);
      assert.equal((await api.ask('GET', '/users', undefined, user)).body.code, 119);
      assert.deepEqual((await api.ask('GET', `/classes/Offer/${id}`)).body.reserved, false);
    });

    test('takes the master key from this pod only, whatever a caller says of where they are', async () => {
      const from = (address: string) => api.ask('GET', '/schemas', undefined, 'master', { 'x-forwarded-for': address });
      assert.equal((await from('203.0.113.7')).status, 200, 'nobody in front is trusted');
      await api.restart('SIGTERM', { TRUSTED_PROXIES: '127.0.0.0/8' });
      await api.isReady();
      assert.equal((await from('203.0.113.7')).status, 403);
      assert.equal((await from('127.0.0.1, 203.0.113.7')).status, 403);
      assert.equal((await api.ask('GET', '/schemas', undefined, 'master')).status, 200);
    });

    test('wants passwords of some length', async () => {
      assert.equal((await api.ask('POST', '/users', { username: 'hans', password: 'short' })).body.code, 142);
    });

    test('asks for a login before it shows the dashboard', async () => {
      const home = await fetch(`${api.dashboard}/apps`, { redirect: 'manual' });
      assert.equal(home.status, 302);
      assert.match(home.headers.get('location') ?? '', /login/);
      const logIn = async (password: string) => {
        const page = await fetch(`${api.dashboard}/login`);
        const cookie = page.headers
          .getSetCookie()
          .map((each) => each.split(';')[0])
          .join('; ');
        const csrf = /id="csrf"[^>]*>"([^"]+)"/.exec(await page.text())?.[1] ?? '';
        const body = new URLSearchParams({ username: DASHBOARD.user, password, _csrf: csrf });
        const sent = await fetch(`${api.dashboard}/login`, {
          method: 'POST',
          body,
          headers: { cookie },
          redirect: 'manual',
        });
        const kept =
          sent.headers
            .getSetCookie()
            .map((each) => each.split(';')[0])
            .join('; ') || cookie;
        return fetch(`${api.dashboard}/parse-dashboard-config.json`, { headers: { cookie: kept } });
      };
      assert.equal((await logIn('wrong')).status, 401);
      const config = await logIn(DASHBOARD.password);
      assert.equal(config.status, 200);
      assert.ok((await config.text()).includes(MASTER_KEY));
    });

    test('has health, metrics and a log in JSON without a secret', async () => {
      assert.equal((await fetch(`${api.url}/parse/health`)).status, 200);
      const text = await (await fetch(api.metrics)).text();
      assert.ok(/http_request_seconds_count\{method="GET",status="200"\} [1-9]/.test(text));
      search.broken = true;
      assert.equal((await fetch(`${api.url}/ready`)).status, 503);
      search.broken = false;
      assert.deepEqual(
        api.pod.log.split('\n').filter((line) => line && !line.startsWith('{"severity"')),
        [],
      );
      for (const secret of [MASTER_KEY, EXCHANGE_KEY, DASHBOARD.password]) assert.ok(!api.pod.log.includes(secret));
    });
  });
}
