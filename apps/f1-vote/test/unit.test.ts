import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { backoff } from '../src/lib/backoff.ts';
import { driverOf, numbers, teams } from '../src/lib/drivers.ts';
import { figure, languages, type Messages, messages, percent, preferred } from '../src/lib/messages.ts';
import { ranking } from '../src/lib/ranking.ts';
import { isAdmin, isPass, pass } from '../src/lib/server/admin.ts';
import { deviceOf, newDevice } from '../src/lib/server/device.ts';
import { redisNumbers } from '../src/lib/server/info.ts';
import { network } from '../src/lib/server/limits.ts';
import { Pods } from '../src/lib/server/pods.ts';
import { readSettings } from '../src/lib/server/settings.ts';
import { acts, states, transitions } from '../src/lib/session.ts';

test('the grid has 22 drivers in 11 teams, and no number twice', () => {
  assert.equal(teams.length, 11);
  assert.equal(new Set(numbers).size, 22);
  assert.equal(driverOf(44)?.team.name, 'Ferrari');
  assert.equal(driverOf(2), undefined);
  for (const { colour } of teams) assert.match(colour, /^#[0-9a-f]{6}$/);
});

describe('ranking', () => {
  test('equal votes share a rank, and the next one is skipped', () => {
    const ranked = ranking([1, 4, 44, 63], { 1: 10, 4: 30, 44: 30, 63: 5 });
    assert.deepEqual(
      ranked.map(({ driver, rank }) => [driver, rank]),
      [
        [4, 1],
        [44, 1],
        [1, 3],
        [63, 4],
      ],
    );
  });

  test('shares are of all votes and add up to one', () => {
    const ranked = ranking([1, 4, 44], { 1: 1, 4: 1, 44: 1 });
    assert.deepEqual(
      ranked.map(({ share }) => share),
      [1 / 3, 1 / 3, 1 / 3],
    );
  });

  test('without a vote everybody is first with nothing', () => {
    assert.deepEqual(
      ranking([1, 4], {}).map(({ rank, votes, share }) => [rank, votes, share]),
      [
        [1, 0, 0],
        [1, 0, 0],
      ],
    );
  });
});

describe('the device cookie', () => {
  const session = { id: 'one', key: 'secret' };

  test('tells devices apart', () => {
    const [a, b] = [newDevice(session), newDevice(session)];
    assert.notEqual(deviceOf(a, session), deviceOf(b, session));
    assert.match(deviceOf(a, session) ?? '', /^[\w-]{16}$/);
  });

  test('is void in another session, and where anything of it was changed', () => {
    const cookie = newDevice(session);
    const [id, device, signed] = cookie.split('.');
    for (const forged of [
      undefined,
      '',
      'a.b',
      `${id}.other.${signed}`,
      `two.${device}.${signed}`,
      `${cookie}x`,
      `${cookie}.x`,
    ])
      assert.equal(deviceOf(forged, session), undefined, forged);
    assert.equal(deviceOf(cookie, { ...session, key: 'another' }), undefined);
    assert.equal(deviceOf(cookie, { id: 'two', key: 'secret' }), undefined);
  });
});

describe('the login', () => {
  const login = { user: 'admin', password: 'pä:ss' };
  const header = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

  test('takes that user with that password and nobody else', () => {
    assert.equal(isAdmin(header('admin:pä:ss'), login), true);
    for (const wrong of [
      undefined,
      '',
      'Bearer x',
      'Basic',
      header('admin:'),
      header('admin:pä:s'),
      header('root:pä:ss'),
      header(':'),
    ])
      assert.equal(isAdmin(wrong, login), false, wrong);
  });

  test('its pass ends after half a day, and with the password', () => {
    const now = Date.UTC(2026, 0, 1);
    const value = pass(login, now);
    const hours = (count: number) => now + count * 3_600_000;
    assert.equal(isPass(value, login, hours(11)), true);
    assert.equal(isPass(value, login, hours(13)), false);
    assert.equal(isPass(value, { ...login, password: 'new' }, hours(1)), false);
    assert.equal(isPass(value.replace(/^\d+/, '9999999999'), login, hours(1)), false);
    assert.equal(isPass(undefined, login), false);
  });
});

test('one client is an IPv4 address, or the /64 of an IPv6 address', () => {
  assert.equal(network('203.0.113.7'), '203.0.113.7');
  assert.equal(network('::ffff:203.0.113.7'), '203.0.113.7');
  assert.equal(network('2001:db8:1:2:3:4:5:6'), network('2001:0DB8:0001:0002::1'));
  assert.notEqual(network('2001:db8:1:2::1'), network('2001:db8:1:3::1'));
  assert.equal(network('::1'), '0:0:0:0::/64');
  assert.equal(network('fe80::1%eth0'), network('fe80::2'));
});

describe('the environment', () => {
  const least = { REDIS_URL: 'redis://h', ADMIN_PASSWORD: 'p' };

  test('has defaults for all but what only others know', () => {
    assert.deepEqual([readSettings(least).port, readSettings(least).votesPerMinute], [3000, 20]);
  });

  test('is refused with everything that is wrong, and without a value', () => {
    const wrong = { REDIS_URL: 'http://secret', PORT: '70000', VOTES_PER_MINUTE: '2.5', HEADERS_TIMEOUT: '5' };
    assert.throws(
      () => readSettings(wrong),
      (error: Error) => {
        for (const name of ['ADMIN_PASSWORD', 'REDIS_URL', 'PORT', 'VOTES_PER_MINUTE', 'HEADERS_TIMEOUT'])
          assert.match(error.message, new RegExp(`\\b${name}\\b`));
        assert.doesNotMatch(error.message, /secret|70000/);
        return true;
      },
    );
  });
});

describe('what an admin may do', () => {
  test('leads from each state on, and RESET from everywhere', () => {
    const possible = states.map((state) => [state, acts.filter((act) => transitions[act].from.includes(state))]);
    assert.deepEqual(Object.fromEntries(possible), {
      WAITING: ['open', 'reset'],
      OPEN: ['close', 'reset'],
      CLOSED: ['open', 'publish', 'reset'],
      PUBLISHED: ['reset'],
    });
  });
});

test('pods are counted while they are heard of', () => {
  const [a, b] = [new Pods(), new Pods()];
  a.hear(a.announcement(3), 0);
  a.hear(b.announcement(4), 1000);
  a.hear(b.announcement(5), 2000);
  assert.deepEqual(a.count(2000), { pods: 2, clients: 8 });
  assert.deepEqual(a.count(7000), { pods: 1, clients: 5 });
});

test('who lost a connection comes back later and later, and not all at once', () => {
  const longest = [0, 1, 2, 3, 10].map((attempt) => backoff(attempt, () => 1));
  assert.deepEqual(longest, [500, 1000, 2000, 4000, 15_000]);
  assert.equal(
    backoff(2, () => 0),
    1000,
  );
});

test('the figures of Redis are those of INFO', () => {
  const info =
    '# Memory\r\nused_memory:1048576\r\nmaxmemory:134217728\r\n\r\nconnected_clients:7\r\ninstantaneous_ops_per_sec:42\r\n';
  assert.deepEqual(redisNumbers(info), {
    memoryBytes: 1048576,
    maxMemoryBytes: 134217728,
    clients: 7,
    operationsPerSecond: 42,
  });
});

describe('languages', () => {
  test('the browser decides, by what it prefers', () => {
    assert.equal(preferred('fr-CH, fr;q=0.9, en;q=0.8'), 'fr');
    assert.equal(preferred('de, en-GB;q=0.8, fr;q=0.5'), 'en');
    assert.equal(preferred('en;q=0, fr;q=0.1'), 'fr');
    assert.equal(preferred('de'), 'en');
    assert.equal(preferred(null), 'en');
  });

  test('both say everything, each in its own words', () => {
    const texts = (all: object, path = ''): Map<string, string> =>
      new Map(
        Object.entries(all).flatMap(([key, value]) =>
          typeof value === 'object'
            ? [...texts(value as object, `${path}${key}.`)]
            : [
                [
                  `${path}${key}`,
                  typeof value === 'function'
                    ? String((value as (...given: unknown[]) => unknown)('x', 'y'))
                    : String(value),
                ],
              ],
        ),
      );
    const [fr, en] = languages.map((language) => texts(messages[language] satisfies Messages)) as [
      Map<string, string>,
      Map<string, string>,
    ];
    assert.deepEqual([...fr.keys()], [...en.keys()]);
    const alike = [...fr].filter(([key, text]) => en.get(key) === text).map(([key]) => key);
    // "Votes" and "Pods" are the same in both.
    assert.deepEqual(alike, ['admin.votes', 'admin.pods']);
    for (const text of [...fr.values(), ...en.values()]) assert.notEqual(text.trim(), '');
  });

  test('numbers are written as people write them', () => {
    assert.equal(figure('en', 1234567), '1,234,567');
    assert.equal(figure('fr', 1234567).replace(/\s/g, ' '), '1 234 567');
    assert.equal(percent('en', 0.4567), '45.7%');
    assert.equal(percent('fr', 0.4567).replace(/\s/g, ' '), '45,7 %');
  });
});
