import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { channels } from '../src/lib/server/keys.ts';
import { Sessions } from '../src/lib/server/sessions.ts';
import { agreed } from './support/contract.ts';
import { Pod } from './support/pod.ts';
import { until } from './support/processes.ts';
import { RedisServer } from './support/redis.ts';
import { needs } from './support/tools.ts';
import { Admin, Voter } from './support/voter.ts';

/** Two pods and the chart's Redis, from outside. */
describe('the vote', needs('redis'), () => {
  let redis: RedisServer;
  let pods: [Pod, Pod];
  let admin: Admin;
  const voters: Voter[] = [];

  before(async () => {
    redis = await RedisServer.start();
    pods = await Promise.all([Pod.start(redis.url), Pod.start(redis.url)]);
    admin = new Admin(pods[0].address);
    await until('there is a session', async () => (await live()).session);
  });
  after(async () => {
    for (const voter of voters) voter.leave();
    await Promise.all(pods?.map((pod) => pod.end()) ?? []);
    await redis?.end();
  });

  const live = async (pod = 0) => JSON.parse((await new Voter((pods[pod] as Pod).address).send('/live')).body);
  const voter = (pod: number, address?: string) => {
    const one = new Voter((pods[pod] as Pod).address, address);
    voters.push(one);
    return one;
  };
  /** Leads to a new session in that state. */
  async function session(...acts: readonly string[]): Promise<void> {
    for (const act of ['reset', ...acts]) assert.equal((await admin.act(act)).status, 200, act);
  }

  test('every change of state reaches the sockets of both pods', async () => {
    const watching = await Promise.all([voter(0).arrive(), voter(1).arrive()]);
    await session();
    const expected = [
      ['open', 'OPEN'],
      ['close', 'CLOSED'],
      ['publish', 'PUBLISHED'],
      ['reset', 'WAITING'],
    ] as const;
    for (const [act, state] of expected) {
      await admin.act(act);
      for (const one of watching) await until(state, () => one.snapshot?.state === state, 10);
      assert.equal(watching[0]?.snapshot?.results !== undefined, state === 'PUBLISHED');
    }
  });

  test('one vote per device and session, whichever pod is asked, and however often', async () => {
    await session('open');
    const one = await voter(0).arrive();
    const elsewhere = voter(1);
    elsewhere.cookie = one.cookie;
    const answers = await Promise.all(
      [44, 44, 63, 16].map((driver, index) => (index % 2 ? elsewhere : one).vote(driver, one.snapshot?.session)),
    );
    const counted = answers.filter((answer) => answer === 'accepted').length;
    assert.ok(counted >= 1 && answers.every((answer) => ['accepted', 'already'].includes(answer)), String(answers));
    const choice = await one.vote(1);
    assert.equal(choice, 'already');
    await until('one vote', async () => (await live(1)).votes === 1);
  });

  test('the same vote sent again is accepted again, and counts once', async () => {
    await session('open');
    const one = await voter(0).arrive();
    assert.deepEqual([await one.vote(44), await one.vote(44)], ['accepted', 'accepted']);
    assert.equal(await one.vote(63), 'already');
    await admin.act('close');
    assert.equal(await one.vote(44), 'accepted');
    await admin.act('publish');
    const { results, votes } = await live();
    assert.deepEqual([votes, results[0]], [1, { driver: 44, votes: 1, rank: 1, share: 1 }]);
  });

  test('nobody votes before or after, for nobody, without a cookie, or in a session that is gone', async () => {
    await session();
    const one = await voter(0).arrive();
    assert.equal(await one.vote(44), 'closed');
    const old = one.snapshot?.session;
    const { cookie } = one;
    await session('open');
    await until('the new session', () => one.snapshot?.state === 'OPEN');
    one.cookie = cookie;
    assert.equal(await one.vote(44), 'cookies', "the old session's cookie");
    assert.notEqual(one.cookie, cookie);
    assert.equal(await one.vote(44, old), 'closed', 'a page of the old session');
    assert.equal(await one.vote(2), 'invalid');
    one.cookie = 'vote_device=forged.forged.forged';
    assert.equal(await one.vote(44), 'cookies');
    await admin.act('close');
    assert.equal(await one.vote(44), 'closed');
    const client = await redis.client();
    assert.equal(await client.hLen(`vote:${(await live()).session}:ballots`), 0, 'what came too late was taken back');
    client.destroy();
  });

  test('a page without JavaScript shows the state, and whether one voted', async () => {
    await session('open');
    const one = await voter(0).arrive();
    const form = new URLSearchParams({ driver: '44', session: one.snapshot?.session ?? '' }).toString();
    const { status, body } = await one.send('/?/vote', 'POST', form);
    assert.equal(status, 200);
    assert.match(body, /Your vote for Lewis Hamilton counts/);
    const again = await one.send('/', 'GET', '', { 'accept-language': 'fr' });
    assert.match(again.body, /<html lang="fr">/);
    assert.match(again.body, /Votre vote pour Lewis Hamilton est compté/);
    const cookies = (await voter(0).send('/')).headers['set-cookie']?.join();
    assert.match(cookies ?? '', /vote_device=[^;]+;.*HttpOnly;.*Secure;.*SameSite=Lax/i);
  });

  test('an address has twenty tries a minute at all pods together, and is told when to come back', async () => {
    await session('open');
    const address = '203.0.113.9';
    const tries = await Promise.all(
      Array.from({ length: 24 }, async (_, index) => (await voter(index % 2, address).arrive()).vote(44)),
    );
    assert.equal(tries.filter((answer) => answer === 'accepted').length, 20);
    assert.equal(tries.filter((answer) => answer === 'limited').length, 4);
    const late = await voter(1, address).send('/?/vote', 'POST', 'driver=44');
    assert.equal(late.status, 429);
    assert.ok(Number(late.headers['retry-after']) > 0 && Number(late.headers['retry-after']) <= 60);
    assert.match(late.body, /That was a bit fast/);
    // Others, and pages, are not concerned.
    assert.equal(await (await voter(0).arrive()).vote(44), 'accepted');
    assert.equal((await voter(0, address).send('/')).status, 200);
    // What the client itself writes into the header stands further left, and is not believed.
    assert.equal(await (await voter(0, `198.51.100.1, ${address}`).arrive()).vote(44), 'limited');
  });

  test('RESET leaves the keys of the new session and nothing of the old one', async () => {
    await session('open');
    await (await voter(0).arrive()).vote(44);
    await session('open', 'close', 'publish');
    const client = await redis.client();
    const found = new Set<string>();
    for await (const page of client.scanIterator({ MATCH: 'vote:*' })) for (const key of page) found.add(key);
    client.destroy();
    const { session: id } = await live();
    const old = [...found].filter((key) => /:(ballots|tally)$/.test(key) && !key.includes(id));
    assert.deepEqual(old, []);
  });

  test('of two admins who act on the same page, one wins', async () => {
    await session('open');
    await session('open');
    const page = await live();
    const seen = { id: page.session, state: page.state };
    const [quick, slow] = [await redis.client(), await redis.client()];
    // While one is between reading and writing, the other does the whole of it.
    const duplicate = slow.duplicate.bind(slow);
    slow.duplicate = ((...options) => {
      const client = duplicate(...options);
      const read = client.hmGet.bind(client) as (...given: unknown[]) => Promise<unknown>;
      const hmGet = async (...given: unknown[]) => {
        const reply = await read(...given);
        assert.equal(await new Sessions(quick).act('reset', seen), true);
        return reply;
      };
      return Object.assign(client, { hmGet });
    }) as typeof slow.duplicate;
    assert.equal(await new Sessions(slow).act('close', seen), false);
    for (const client of [quick, slow]) client.destroy();
    await until('the pods know it', async () => (await live()).session !== seen.id);
    assert.equal((await live()).state, 'WAITING');
    assert.equal((await admin.act('close', page)).status, 409, 'nor on a page that shows what was');
  });

  test('a change is told at once, to every pod', async () => {
    const client = await redis.client();
    const heard: string[] = [];
    await client.subscribe(channels.changes, (session) => void heard.push(session));
    await session('open');
    await until('both were told', () => heard.length === 2);
    assert.equal(heard[1], (await live()).session);
    const listening = await redis.client();
    for (const channel of Object.values(channels)) {
      const others = channel === channels.changes ? 1 : 0;
      assert.deepEqual(await listening.pubSubNumSub(channel), { [channel]: pods.length + others });
    }
    for (const one of [client, listening]) one.destroy();
  });

  test('/admin asks for the login, for the origin, and for a confirmation', async () => {
    await session();
    assert.equal((await admin.send('/admin')).status, 401);
    const page = await admin.ask('/admin');
    assert.equal(page.status, 200);
    assert.match(
      page.headers['set-cookie']?.join() ?? '',
      /vote_admin=[^;]+; Max-Age=43200; Path=\/admin; HttpOnly; Secure; SameSite=Strict/,
    );
    assert.equal((await admin.act('open', undefined, { origin: 'https://evil.example.com' })).status, 403);
    assert.equal((await admin.act('open', undefined, { authorization: '' })).status, 401);
    const { session: id, state } = await live();
    const unconfirmed = new URLSearchParams({ act: 'open', session: id, state }).toString();
    const asked = await admin.send('/admin?/act', 'POST', unconfirmed, { authorization: admin.authorization });
    assert.match(asked.body, /Open the vote to everybody\?/);
    assert.equal((await live()).state, 'WAITING');
  });

  test('a socket is refused to pages of others, and that of the admin to who is not logged in', async () => {
    const upgrade = async (path: string, headers: Record<string, string>) => {
      const one = voter(0);
      const socket = {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
      };
      return (await one.send(path, 'GET', '', { ...socket, ...headers })).status;
    };
    assert.equal(await upgrade('/live', { origin: 'https://evil.example.com' }), 403);
    assert.equal(await upgrade('/admin/live', { origin: 'https://vote.example.com' }), 401);
    assert.equal(await upgrade('/else', { origin: 'https://vote.example.com' }), 404);
  });

  test('passwords cannot be guessed for long', async () => {
    const guest = new Admin(pods[1].address, '203.0.113.77');
    guest.login = 'admin:guess';
    const answers = [];
    for (let guess = 0; guess < 12; guess++) answers.push((await guest.ask('/admin')).status);
    assert.deepEqual([answers[0], answers[9], answers[10], answers[11]], [401, 401, 429, 429]);
    guest.login = new Admin(pods[1].address).login;
    assert.equal((await guest.ask('/admin')).status, 429, 'not even with the right one');
    assert.equal((await admin.ask('/admin')).status, 200);
  });

  test('the login of Redis can do what the app does, and no more', async () => {
    const client = await redis.client();
    const refused = [
      ['FLUSHDB'],
      ['FLUSHALL'],
      ['CONFIG', 'GET', '*'],
      ['KEYS', '*'],
      ['EVAL', 'return 1', '0'],
      ['GET', 'other'],
      ['SET', 'vote:x', '1'],
      ['ACL', 'LIST'],
    ];
    for (const command of refused) await assert.rejects(client.sendCommand(command), /NOPERM/, command.join(' '));
    client.destroy();
  });

  test('a Redis that is killed loses no vote that was acknowledged, and voters see one moment', async () => {
    await session('open');
    const crowd = await Promise.all(Array.from({ length: 40 }, (_, index) => voter(index % 2).arrive()));
    const promised: Voter[] = [];
    let moments = 0;
    const voting = async (one: Voter) => {
      for (;;) {
        const answer = await one.vote(44);
        if (answer === 'accepted') return promised.push(one);
        assert.equal(answer, 'moment');
        moments += 1;
        await sleep(100);
      }
    };
    await Promise.all(crowd.slice(0, 20).map(voting));
    // These are on their way when it goes, and those begin when it is gone.
    const hit = crowd.slice(20, 30).map(voting);
    await redis.kill();
    const late = crowd.slice(30).map(voting);
    await until('all see that it is away', () => crowd.every(({ snapshot }) => snapshot?.available === false));
    await redis.restart();
    await Promise.all([...hit, ...late]);
    await until('all see that it is back', () => crowd.every(({ snapshot }) => snapshot?.available));
    assert.ok(moments > 0);
    assert.equal(promised.length, crowd.length);
    await admin.act('close');
    await admin.act('publish');
    const { votes, results } = await live();
    assert.deepEqual([votes, results[0].votes], [crowd.length, crowd.length]);
  });

  test('health does not depend on Redis, and metrics are on a port of their own', async () => {
    const page = await fetch(`${pods[0].address}${agreed.paths.metrics}`, { headers: { host: 'x' } });
    assert.equal(page.status, 404);
    const text = await (await fetch(pods[0].metrics)).text();
    assert.match(text, /^f1_vote_votes_total\{outcome="accepted"\} \d+$/m);
    assert.match(text, /^f1_vote_redis_up 1$/m);
    assert.match(text, /^process_resident_memory_bytes \d+/m);
  });

  test('logs are lines of JSON, and hold neither password nor address nor cookie', () => {
    const lines = pods[0].output.trim().split('\n');
    for (const line of lines) assert.equal(typeof JSON.parse(line).message, 'string');
    assert.doesNotMatch(pods[0].output, /correct horse|203\.0\.113|2001:db8|vote_device/);
  });

  test('SIGTERM sends sockets elsewhere and ends in time; who comes anew is refused', async () => {
    const pod = await Pod.start(redis.url, { SHUTDOWN_TIMEOUT: '6' });
    const crowd = await Promise.all(Array.from({ length: 30 }, () => new Voter(pod.address).arrive()));
    const began = Date.now();
    pod.kill('SIGTERM');
    await until('it refuses', async () => (await fetch(`${pod.address}/health`)).status === 503, 5);
    await until('all were told to go', () => crowd.every(({ closed }) => closed === 1012), 10);
    assert.equal(await pod.exited, 0);
    assert.ok(Date.now() - began < 6000, 'before the time is over');
    assert.match(pod.output, /"message":"stopped"/);
  });

  test('a pod takes as many sockets as its memory allows, and others may ask', async () => {
    const pod = await Pod.start(redis.url, { MAX_SOCKETS: '2' });
    await Promise.all([new Voter(pod.address).listen(), new Voter(pod.address).listen()]);
    await assert.rejects(new Voter(pod.address).listen(), /503/);
    assert.equal((await new Voter(pod.address).send('/live')).status, 200);
    await pod.end();
  });

  test('without what it needs, it does not start, and says what is missing', async () => {
    await assert.rejects(Pod.start('', { ADMIN_PASSWORD: '' }), /REDIS_URL is missing; ADMIN_PASSWORD is missing/);
  });
});
