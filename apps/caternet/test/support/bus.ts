import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { type Event, eventFrom } from '@caternet/bus';
import { type Message, PubSub, type Subscription } from '@google-cloud/pubsub';

/** The fake of Pub/Sub that Google keeps; `test/tools.sh` builds it. */
const FAKE = process.env.PUBSUB_FAKE ?? 'pubsub-fake';

export const PROJECT = 'caternet-test';

/** Why the tests that need the bus are skipped; on the machine that tests everything it is an error. */
export const withoutBus: string | false =
  spawnSync(FAKE, { input: '' }).status === 0 ? false : 'needs the fake of Pub/Sub: test/tools.sh';
if (withoutBus && process.env.TEST_ALL) throw new Error(withoutBus);

export class FakeBus {
  private readonly server: ChildProcess;
  /** What PUBSUB_EMULATOR_HOST is for those that talk to it. */
  readonly address: string;
  readonly client: PubSub;
  private readonly ended: Promise<unknown>;
  private readonly watched: Subscription[] = [];

  private constructor(server: ChildProcess, address: string) {
    this.server = server;
    this.ended = once(server, 'exit');
    this.address = address;
    this.client = new PubSub({ projectId: PROJECT });
  }

  static async start(): Promise<FakeBus> {
    const server = spawn(FAKE, { stdio: ['pipe', 'pipe', 'inherit'] });
    const [line] = await once(server.stdout, 'data');
    const address = String(line).trim();
    process.env.PUBSUB_EMULATOR_HOST = address;
    process.env.METADATA_SERVER_DETECTION = 'none';
    return new FakeBus(server, address);
  }

  /** A topic with its subscriptions, as Terraform makes them. */
  async topic(name: string, ...subscriptions: string[]): Promise<void> {
    const [topic] = await this.client.createTopic(name);
    for (const each of subscriptions) {
      await topic.createSubscription(each, { ackDeadlineSeconds: 10, enableMessageOrdering: true });
    }
  }

  /** All that a subscription brings from now on, until this fake stops. */
  watch(subscription: string): Event[] {
    const [came, watched] = [[] as Event[], this.client.subscription(subscription)];
    this.watched.push(watched);
    watched.on('message', (message: Message) => {
      came.push(eventFrom(message.data.toString()));
      message.ack();
    });
    return came;
  }

  async stop(): Promise<void> {
    await Promise.all(this.watched.map((each) => each.close()));
    await this.client.close();
    this.server.stdin?.end();
    await this.ended;
  }
}
