import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Bus, type Event, eventFrom, newId, Poison } from '@caternet/bus';
import { FakeBus, PROJECT, withoutBus } from '../../test/support/bus.ts';
import { until } from '../../test/support/processes.ts';

const event = (type = 'new_mouse', data: object = {}) => ({ id: newId(), type, at: new Date().toISOString(), data });

describe('the bus', { skip: withoutBus }, () => {
  let fake: FakeBus;
  let bus: Bus;
  before(async () => {
    fake = await FakeBus.start();
    await fake.topic('traps', 'api', 'again', 'poisoned', 'slow');
    await fake.topic('offers', 'in-order');
    bus = new Bus(PROJECT);
  });
  after(async () => {
    await bus.close();
    await fake.stop();
  });

  test('brings to each subscription what was published', async () => {
    const [sent, came] = [event(), [] as Event[]];
    bus.subscribe('api', async (each) => void came.push(each));
    await bus.publisher('traps').publish(sent);
    await until('it came', () => came.length > 0);
    assert.deepEqual(came, [sent]);
  });

  test('brings again what nobody got done', async () => {
    const tries: string[] = [];
    bus.subscribe('again', async ({ id }) => {
      tries.push(id);
      if (tries.filter((other) => other === id).length < 3) throw new Error('not today');
    });
    const sent = event();
    await bus.publisher('traps').publish(sent);
    await until('it came three times', () => tries.filter((id) => id === sent.id).length === 3);
  });

  test('leaves to the dead letters what is no event', async () => {
    const came: unknown[] = [];
    bus.subscribe('poisoned', async (each) => void came.push(each));
    await fake.client.topic('traps').publishMessage({ data: Buffer.from('{"id": 1}') });
    const { received } = await import('../src/metrics.ts');
    await until('it was refused', async () =>
      (await received.get()).values.some(
        ({ labels }) => labels.subscription === 'poisoned' && labels.outcome === 'poison',
      ),
    );
    assert.equal(came.filter((each) => (each as Event).id === undefined).length, 0);
  });

  test('keeps the order of a key', async () => {
    const came: unknown[] = [];
    bus.subscribe('in-order', async ({ data }) => void came.push(data.number));
    const publisher = bus.publisher('offers');
    const numbers = Array.from({ length: 50 }, (_, number) => number);
    await Promise.all(numbers.map((number) => publisher.publish(event('offer', { number }), 'one')));
    await until('all came', () => new Set(came).size === numbers.length);
    assert.deepEqual([...new Set(came)], numbers);
  });

  test('says what the bus refuses, and goes on when it is there', async () => {
    const other = new Bus(PROJECT);
    const publisher = other.publisher('late');
    const came: string[] = [];
    other.ready();
    await assert.rejects(publisher.publish(event()));
    assert.throws(() => other.ready(), /late: .*NOT_FOUND/);
    other.subscribe('later', async ({ id }) => void came.push(id));
    await until('the subscription is refused', () => {
      try {
        other.ready();
        return false;
      } catch (error) {
        return String(error).includes('later is closed');
      }
    });
    await fake.topic('late', 'later');
    const sent = event();
    await publisher.publish(sent);
    await until('it came', () => came.includes(sent.id));
    other.ready();
    await other.close();
  });
});

test('an event is what has an id, a type, a time and data', () => {
  const right = event('new_rat', { grams: 300 });
  assert.deepEqual(eventFrom(JSON.stringify(right)), right);
  for (const wrong of [
    '[]',
    '1',
    'null',
    '{',
    ...['id', 'type', 'at', 'data'].map((key) => JSON.stringify({ ...right, [key]: 7 })),
  ]) {
    assert.throws(() => eventFrom(wrong), wrong);
  }
});

test('what follows from one event has always one id', () => {
  assert.equal(newId('offer', 'abc'), newId('offer', 'abc'));
  assert.notEqual(newId('offer', 'abc'), newId('offera', 'bc'));
  assert.notEqual(newId(), newId());
  assert.ok(new Poison('x') instanceof Error);
});
