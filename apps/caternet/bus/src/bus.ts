import {
  Duration,
  type Message,
  PubSub,
  type Subscription,
  SubscriptionCloseBehaviors,
  type Topic,
} from '@google-cloud/pubsub';
import { type Event, eventFrom } from './event.ts';
import { log } from './log.ts';
import { published, received, worked } from './metrics.ts';
import { traced, traceparent } from './trace.ts';

/** An event that no try will ever succeed with; the bus puts it aside after its last one. */
export class Poison extends Error {}

export interface Publisher {
  /**
   * Returns when the bus has the event for certain.
   * @param key events of one key arrive in the order in which they were published
   */
  publish(event: Event<object>, key?: string): Promise<void>;
}

/** How many events a process works on at a time: what it holds, it loses when it is killed, and they come again. */
const AT_A_TIME = 20;

/** Longer than any work takes, in seconds; then the bus gives the event to somebody else. */
const LONGEST_WORK = 60;

/** When a subscription that the bus refused is tried again, in milliseconds. */
const AGAIN = 5_000;

/** In which work that was begun is finished at the end, in seconds; what is left comes again elsewhere. */
const GRACE = 15;

/** Topics and subscriptions are there, or nothing works: this program creates none. */
export class Bus {
  private readonly client: PubSub;
  private readonly subscriptions: Subscription[] = [];
  private readonly topics: Topic[] = [];
  /** Of the topics that did not take the last event, why. */
  private readonly refusals = new Map<string, string>();
  private closing = false;

  constructor(projectId: string) {
    // Beside an emulator nobody needs to ask Google's metadata server who they are.
    if (process.env.PUBSUB_EMULATOR_HOST) process.env.METADATA_SERVER_DETECTION ??= 'none';
    this.client = new PubSub({ projectId });
  }

  publisher(name: string): Publisher {
    const topic = this.client.topic(name, {
      messageOrdering: true,
      // A trap speaks seldom, and whoever waits for the answer should not wait for more to say.
      batching: { maxMilliseconds: 5 },
    });
    this.topics.push(topic);
    return {
      publish: async (event, orderingKey) => {
        const { id, type } = event;
        const attributes = { event: id, type, traceparent: traceparent() };
        try {
          await topic.publishMessage({ json: event, attributes, orderingKey });
          this.refusals.delete(name);
        } catch (error) {
          this.refusals.set(name, String(error));
          // After a failure the client holds back all of the key, to keep their order, until it is told to go on.
          if (orderingKey !== undefined) topic.resumePublishing(orderingKey);
          throw error;
        }
        published.inc({ topic: name, type });
      },
    };
  }

  /**
   * Works on what a subscription brings. An event counts as done when `work` has ended; when it throws, or the process dies
   * meanwhile, the event comes again: so `work` must come to the same when it is done twice.
   */
  subscribe(name: string, work: (event: Event) => Promise<void>): void {
    const subscription = this.client.subscription(name, {
      flowControl: { maxMessages: AT_A_TIME, allowExcessMessages: false },
      maxExtensionTime: Duration.from({ seconds: LONGEST_WORK }),
      closeOptions: {
        behavior: SubscriptionCloseBehaviors.WaitForProcessing,
        timeout: Duration.from({ seconds: GRACE }),
      },
    });
    subscription.on('message', (message: Message) => {
      void traced(message.attributes.traceparent, () => this.take(name, message, work));
    });
    // What passes the client tries again itself. What it gives up on may come: a right, or the subscription itself.
    subscription.on('error', (error: Error) => {
      log.error({ subscription: name, error: error.message }, 'the bus refuses');
      setTimeout(() => this.closing || subscription.isOpen || subscription.open(), AGAIN).unref();
    });
    this.subscriptions.push(subscription);
  }

  private async take(subscription: string, message: Message, work: (event: Event) => Promise<void>): Promise<void> {
    const type = message.attributes.type ?? 'unknown';
    const end = worked.startTimer({ subscription, type });
    try {
      await work(event(message));
      message.ack();
      received.inc({ subscription, type, outcome: 'done' });
    } catch (error) {
      message.nack();
      const outcome = error instanceof Poison ? 'poison' : 'failed';
      received.inc({ subscription, type, outcome });
      const { deliveryAttempt: attempt } = message;
      log.warn(
        { subscription, event: message.attributes.event, attempt, outcome, error: String(error) },
        'an event comes again',
      );
    } finally {
      end();
    }
  }

  /**
   * Whether every subscription is open, and every topic took the last event. It asks nobody: who may only publish to a topic
   * may not even ask whether it is there.
   * @throws Error that says what is not
   */
  ready(): void {
    const closed = this.subscriptions
      .filter(({ isOpen }) => !isOpen)
      .map(({ name }) => `${name.split('/').at(-1)} is closed`);
    const refused = [...this.refusals].map(([topic, why]) => `${topic}: ${why}`);
    const wrong = [...closed, ...refused];
    if (wrong.length > 0) throw new Error(wrong.join('; '));
  }

  /** Takes nothing new, finishes what was begun, and sends what was published. */
  async close(): Promise<void> {
    this.closing = true;
    await Promise.all(this.subscriptions.map((subscription) => subscription.close()));
    await Promise.all(this.topics.map((topic) => topic.flush()));
    await this.client.close();
  }
}

/** @throws Poison where it is none */
function event(message: Message): Event {
  try {
    return eventFrom(message.data.toString('utf8'));
  } catch (error) {
    throw new Poison(error instanceof Error ? error.message : String(error));
  }
}
