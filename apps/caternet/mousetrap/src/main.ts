import { Bus, log, newId, number, required, run } from '@caternet/bus';

/** A trap: it catches a mouse now and then, a rat more seldom, and says so. */

const region = required('REGION');
const bus = new Bus(required('PUBSUB_PROJECT'));
const topic = bus.publisher(required('PUBLISH_TOPIC'));

/** This trap among all; it lives as long as the process. */
const trap = newId();

const animals = {
  new_mouse: number('MOUSE_SECONDS', 10),
  new_rat: number('RAT_SECONDS', 15),
};

async function caught(type: string): Promise<void> {
  const at = new Date().toISOString();
  try {
    await topic.publish({ id: newId(), type, at, data: { trap, region, grams: grams(type) } });
  } catch (error) {
    // It got away: nobody was told of it.
    log.error({ type, error: String(error) }, 'nobody was told of a catch');
  }
}

function grams(type: string): number {
  const [least, most] = type === 'new_rat' ? [200, 500] : [15, 40];
  return least + Math.floor(Math.random() * (most - least));
}

const timers = Object.entries(animals).map(([type, seconds]) => setInterval(() => void caught(type), seconds * 1000));

run(
  {
    name: 'mousetrap',
    ready: async () => bus.ready(),
    stop: async () => {
      timers.forEach(clearInterval);
      await bus.close();
    },
  },
  // A worker pool of Cloud Run has no port.
  process.env.HTTP ? number('HTTP', 5000) : undefined,
);
