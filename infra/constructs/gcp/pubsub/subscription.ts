import { PubsubSubscription } from '@cdktf/provider-google/lib/pubsub-subscription';
import { PubsubSubscriptionIamMember } from '@cdktf/provider-google/lib/pubsub-subscription-iam-member';
import { Construct } from 'constructs';
import type { Topic } from './topic';

const DAY = 24 * 60 * 60;

export interface SubscriptionProps {
  readonly name: string;
  readonly topic: Topic;
  /** How long a message waits for its acknowledgement before it is sent again. */
  readonly ackSeconds: number;
  /** How long messages wait for a subscriber that is away. */
  readonly retentionDays: number;
  /** While true, Terraform refuses any plan that destroys it, and with it what it has. */
  readonly deletionProtection: boolean;
  /** Whether messages of one key come in the order in which they were published. @default false */
  readonly ordered?: boolean;
  /** Where a message goes that nobody could work on in so many tries. @default it is sent until it is too old */
  readonly deadLetters?: { readonly topic: Topic; readonly mostTries: number };
}

/** What one subscriber has yet to read of a topic; it waits for him for ever, and each message for some days. */
export class Subscription extends Construct {
  private readonly subscription: PubsubSubscription;

  constructor(scope: Construct, id: string, props: SubscriptionProps) {
    super(scope, id);
    const { name, topic, ackSeconds, retentionDays, ordered, deadLetters } = props;
    this.subscription = new PubsubSubscription(this, 'Resource', {
      name,
      topic: topic.topic.id,
      ackDeadlineSeconds: ackSeconds,
      messageRetentionDuration: `${retentionDays * DAY}s`,
      enableMessageOrdering: ordered,
      // Empty: never. By default a subscription that nobody reads for a month is deleted.
      expirationPolicy: { ttl: '' },
      retryPolicy: { minimumBackoff: '10s', maximumBackoff: '600s' },
      deadLetterPolicy: deadLetters && {
        deadLetterTopic: deadLetters.topic.topic.id,
        maxDeliveryAttempts: deadLetters.mostTries,
      },
      lifecycle: { preventDestroy: props.deletionProtection },
    });
  }

  /** Lets a service of Google's acknowledge, which then has done something else with the message. */
  public grantService(id: string, member: string): void {
    this.grant(id, 'roles/pubsub.subscriber', member);
  }

  /** Lets a program read and acknowledge, and see whether the subscription is there, as it does before it begins. */
  public grantRead(id: string, member: string): void {
    this.grant(`${id}_reads`, 'roles/pubsub.subscriber', member);
    this.grant(`${id}_sees`, 'roles/pubsub.viewer', member);
  }

  private grant(id: string, role: string, member: string): void {
    const { name: subscription } = this.subscription;
    new PubsubSubscriptionIamMember(this, id, { subscription, role, member });
  }
}
