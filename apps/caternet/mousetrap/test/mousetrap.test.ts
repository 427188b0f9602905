import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Event } from '@caternet/bus';
import { FakeBus, PROJECT, withoutBus } from '../../test/support/bus.ts';
import { freePort, Pod, until } from '../../test/support/processes.ts';

const main = join(import.meta.dirname, '..', 'src', 'main.ts');

describe('a trap', { skip: withoutBus }, () => {
  let fake: FakeBus;
  let came: Event[];
  before(async () => {
    fake = await FakeBus.start();
    await fake.topic('mouse-trap', 'watch');
    came = fake.watch('watch');
  });
  after(() => fake.stop());

  const variables = async (more: Readonly<Record<string, string>> = {}) => ({
    PUBSUB_PROJECT: PROJECT,
    PUBSUB_EMULATOR_HOST: fake.address,
    PUBLISH_TOPIC: 'mouse-trap',
    REGION: 'northamerica-northeast1',
    METRICS_PORT: String(await freePort()),
    MOUSE_SECONDS: '1',
    RAT_SECONDS: '2',
    ...more,
  });

  test('publishes mice and rats, each with an id of its own, from where it stands', async () => {
    const env = await variables();
    const traps = [
      Pod.start(main, env),
      Pod.start(main, { ...env, METRICS_PORT: String(await freePort()), REGION: 'us-east4' }),
    ];
    await until(
      'both were caught in both places',
      () => new Set(came.map(({ type, data }) => `${type} ${data.region}`)).size === 4,
      () => traps.map(({ log }) => log).join(),
    );
    assert.equal(new Set(came.map(({ id }) => id)).size, came.length);
    assert.equal(new Set(came.map(({ data }) => data.trap)).size, 2);
    const text = await (await fetch(`http://127.0.0.1:${env.METRICS_PORT}/metrics`)).text();
    assert.match(text, /bus_published_total\{topic="mouse-trap",type="new_mouse"\} [1-9]/);
    for (const trap of traps) assert.deepEqual(await trap.end('SIGTERM'), [0, null]);
  });

  test('lives and is ready where it has a port, and not ready where the bus lacks its topic', async () => {
    const [port, other] = [await freePort(), await freePort()];
    const trap = Pod.start(main, await variables({ HTTP: String(port) }));
    const lost = Pod.start(main, await variables({ HTTP: String(other), PUBLISH_TOPIC: 'nowhere' }));
    const status = async (at: number, path: string) =>
      fetch(`http://127.0.0.1:${at}${path}`).then(
        ({ status }) => status,
        () => 0,
      );
    await until(
      'it is ready',
      async () => (await status(port, '/ready')) === 200,
      () => trap.log,
    );
    assert.equal(await status(port, '/health'), 200);
    await until('the other one lives', async () => (await status(other, '/health')) === 200);
    await until(
      'it could not publish',
      async () => (await status(other, '/ready')) === 503,
      () => lost.log,
    );
    for (const each of [trap, lost]) assert.deepEqual(await each.end('SIGTERM'), [0, null]);
  });

  test('says which variable it lacks', async () => {
    const trap = Pod.start(main, {});
    await until('it said so', () => trap.log.includes('REGION is not set'));
  });
});
