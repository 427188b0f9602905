import { PubsubSchema } from '@cdktf/provider-google/lib/pubsub-schema';
import { PubsubTopic } from '@cdktf/provider-google/lib/pubsub-topic';
import { PubsubTopicIamMember } from '@cdktf/provider-google/lib/pubsub-topic-iam-member';
import { Construct } from 'constructs';
import { type DataClass, dataClassLabel } from '../../../../config/labels';
import type { UsableKey } from '../key-ring';

const DAY = 24 * 60 * 60;

export interface TopicProps {
  readonly name: string;
  /** The only regions that store its messages. */
  readonly regions: readonly string[];
  /**
   * Whether the same regions alone take and hand out messages, too: whoever publishes from elsewhere is refused.
   * https://cloud.google.com/pubsub/docs/resource-location-restriction
   */
  readonly enforcedInTransit: boolean;
  /** How confidential its messages are; a label says so. */
  readonly dataClass: DataClass;
  /** Encrypts them. */
  readonly key: UsableKey;
  /** For so many days messages can be sent again, also those that everybody has acknowledged. */
  readonly retentionDays: number;
  /** A protocol buffer that messages must be the JSON of. @default anything */
  readonly schema?: string;
  /** While true, Terraform refuses any plan that destroys it, and with it what its readers have yet to read. */
  readonly deletionProtection: boolean;
}

/** A topic that stores its messages where it is told, and forgets none for some days. */
export class Topic extends Construct {
  public readonly topic: PubsubTopic;

  constructor(scope: Construct, id: string, props: TopicProps) {
    super(scope, id);
    const { name, key, dataClass, retentionDays, schema: definition } = props;
    const schema =
      definition === undefined
        ? undefined
        : new PubsubSchema(this, 'schema', { name, type: 'PROTOCOL_BUFFER', definition });
    this.topic = new PubsubTopic(this, 'Resource', {
      name,
      kmsKeyName: key.id,
      messageRetentionDuration: `${retentionDays * DAY}s`,
      messageStoragePolicy: {
        allowedPersistenceRegions: [...props.regions],
        enforceInTransit: props.enforcedInTransit,
      },
      schemaSettings: schema && { schema: schema.id, encoding: 'JSON' },
      dependsOn: [...key.usable],
      lifecycle: { preventDestroy: props.deletionProtection },
    });
    // By override, because cdktf rewrites the keys of maps.
    this.topic.addOverride('labels', { [dataClassLabel]: dataClass });
  }

  /** Lets a service of Google's publish. */
  public grantService(id: string, member: string): void {
    new PubsubTopicIamMember(this, id, { topic: this.topic.name, role: 'roles/pubsub.publisher', member });
  }

  /** Lets a program publish, and see whether the topic is there, as it does before it begins. */
  public grantPublish(id: string, member: string): void {
    grantPublish(this, id, { topic: this.topic.name }, member);
  }
}

/** The same for a topic that another stack has made, by its name. @param topic its project: @default the stack's */
export function grantPublish(
  scope: Construct,
  id: string,
  topic: { readonly project?: string; readonly topic: string },
  member: string,
): void {
  for (const [right, role] of Object.entries({ publishes: 'roles/pubsub.publisher', sees: 'roles/pubsub.viewer' })) {
    new PubsubTopicIamMember(scope, `${id}_${right}`, { ...topic, role, member });
  }
}
