import { Construct } from 'constructs';
import {
  ACK_SECONDS,
  type CloudIdentity,
  canada,
  deadLetters,
  isOrdered,
  MOST_TRIES,
  messageSchema,
  type OnAutopilotConfig,
  publishersOf,
  RETENTION_DAYS,
  type ServiceName,
  type Subscription as SubscriptionFacts,
  subscriptionsOf,
} from '../../../config/caternet';
import { serviceAgent } from '../../../config/google/names';
import type { UsableKey } from '../../constructs/gcp/key-ring';
import { Subscription } from '../../constructs/gcp/pubsub/subscription';
import { Topic } from '../../constructs/gcp/pubsub/topic';
import type { ServiceAccount } from '../../constructs/gcp/service-account';
import { idOf } from '../../constructs/ids';

export interface BusProps extends Pick<OnAutopilotConfig, 'topics' | 'services'> {
  readonly projectNumber: string;
  readonly key: UsableKey;
  readonly deletionProtection: boolean;
  /** Who speaks and listens; the traps, whose account is in another project, get their right there. */
  readonly accounts: Readonly<Partial<Record<ServiceName, ServiceAccount>>> &
    Readonly<Record<CloudIdentity, ServiceAccount>>;
}

/** Everything that is said between the services: topics, who publishes, and for each reader what he has yet to read. */
export class Bus extends Construct {
  private readonly topics: Readonly<Record<string, Topic>>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: BusProps,
  ) {
    super(scope, id);
    const { topics, services, accounts } = props;
    this.topics = Object.fromEntries(
      Object.entries(topics).map(([name, facts]) => [name, this.addTopic(name, name, messageSchema(facts))]),
    );
    for (const { topic, service } of publishersOf(services)) {
      const member = accounts[service]?.member;
      if (member !== undefined) this.topics[topic]?.grantPublish(idOf(service), member);
    }
    for (const subscription of subscriptionsOf(services)) this.addSubscription(subscription);
  }

  /** @param of the topic whose messages come here */
  private addTopic(name: string, of: string, schema?: string): Topic {
    const { topics, key, deletionProtection } = this.props;
    const dataClass = topics[of]?.class ?? 'personal';
    return new Topic(this, idOf(name), {
      name,
      regions: Object.values(canada.google),
      enforcedInTransit: dataClass !== 'telemetry',
      dataClass,
      key,
      retentionDays: RETENTION_DAYS,
      schema,
      deletionProtection,
    });
  }

  private addSubscription({ name, topic, service }: SubscriptionFacts): void {
    const { topics, accounts, projectNumber, deletionProtection } = this.props;
    const agent = serviceAgent(projectNumber, 'pubsub');
    const dead = this.addTopic(deadLetters(name), topic);
    dead.grantService('pubsub', agent);
    // Without a subscription what is put aside would be gone at once.
    new Subscription(this, `${idOf(deadLetters(name))}_kept`, {
      name: deadLetters(name),
      topic: dead,
      ackSeconds: ACK_SECONDS,
      retentionDays: RETENTION_DAYS,
      deletionProtection,
    });
    const subscription = new Subscription(this, idOf(name), {
      name,
      topic: this.topics[topic] as Topic,
      ackSeconds: ACK_SECONDS,
      retentionDays: RETENTION_DAYS,
      deletionProtection,
      ordered: isOrdered(topics, topic),
      deadLetters: { topic: dead, mostTries: MOST_TRIES },
    });
    // It acknowledges what it puts aside.
    subscription.grantService('pubsub', agent);
    const member = accounts[service]?.member;
    if (member === undefined) throw new Error(`${service} reads ${topic} and has no account in this project`);
    subscription.grantRead(idOf(service), member);
  }
}
