import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keys } from '../src/lib/server/keys.ts';
import { readSettings } from '../src/lib/server/settings.ts';
import { agreed, charts, environment, redisFiles } from './support/contract.ts';

for (const [name, { pod }] of Object.entries(charts)) {
  test(`the chart of ${name} gives what the app reads, and nothing else`, () => {
    const [container] = pod.containers;
    const given = container?.env.map((variable) => variable.name) ?? [];
    const known: string[] = [...agreed.variables.required, ...agreed.variables.optional];
    // Kubernetes puts the password into the URL; the app reads only that.
    assert.deepEqual(
      given.filter((variable) => !known.includes(variable)),
      ['REDIS_PASSWORD'],
    );
    for (const required of agreed.variables.required) assert.ok(given.includes(required), required);
    const settings = readSettings(environment({ REDIS_URL: 'redis://h', ADMIN_PASSWORD: 'p' }));
    assert.deepEqual(
      container?.ports.map(({ name: port, containerPort }) => [port, containerPort]),
      [
        ['http', settings.port],
        ['metrics', settings.metricsPort],
      ],
    );
    for (const probe of [container?.startupProbe, container?.readinessProbe, container?.livenessProbe])
      assert.deepEqual(probe?.httpGet, { path: agreed.paths.health, port: 'http' });
    const ends = settings.shutdownSeconds + (container?.lifecycle.preStop.sleep.seconds ?? 0);
    assert.ok(pod.terminationGracePeriodSeconds > ends);
  });
}

test('every key and channel begins with what the login may touch', () => {
  const all = [keys.session, keys.ballots('s'), keys.tally('s'), keys.limit('vote', 'c'), ...keys.ofSessions];
  for (const key of all) assert.ok(key.startsWith(agreed.redis.prefix), key);
  assert.match(redisFiles['users.acl'], new RegExp(`^user ${agreed.redis.user} .*~${agreed.redis.prefix}\\*`, 'm'));
});
