import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Construct } from 'constructs';
import { images } from '../../config/versions';
import { Component } from '../constructs/component';
import { ConfigFiles } from '../constructs/config-files';
import { execProbe, tcpProbe } from '../constructs/probes';
import { StatefulApp } from '../constructs/stateful-app';
import { memory, scratch } from '../constructs/volumes';

export interface PubsubEmulatorProps {
  /** Project that clients name. */
  readonly project: string;
  readonly port: number;
  readonly topics: readonly string[];
  /** By name. */
  readonly subscriptions: Readonly<Record<string, EmulatedSubscription>>;
}

export interface EmulatedSubscription {
  readonly topic: string;
  /** How long a message waits for its acknowledgement before it is sent again. */
  readonly ackSeconds: number;
  /** Whether messages of one key come in the order in which they were published. @default false */
  readonly ordered?: boolean;
  /** Where a message goes that nobody could work on in so many tries. @default it is sent again and again */
  readonly deadLetters?: { readonly topic: string; readonly mostTries: number };
}

const script = readFileSync(join(__dirname, 'pubsub-emulator', 'keep.sh'), 'utf8');
const FOLDER = '/bus';
const READY = '/run/bus';

/**
 * Google's emulator of Pub/Sub, with topics and subscriptions, for development: it forgets all messages when it ends, knows
 * no rights, and speaks plain text. A sidecar makes the topics and subscriptions whenever it has started.
 * https://cloud.google.com/pubsub/docs/emulator
 */
export class PubsubEmulator extends Component {
  /** What clients know as PUBSUB_EMULATOR_HOST. */
  readonly address: string;

  protected readonly app: StatefulApp;

  constructor(scope: Construct, id: string, { project, port, topics, subscriptions }: PubsubEmulatorProps) {
    super(scope, id);
    const files = new ConfigFiles(this, 'Bus', {
      name: id,
      files: {
        'keep.sh': script,
        ...Object.fromEntries(topics.map((name) => [`topics.${name}.json`, '{}\n'])),
        ...Object.fromEntries(
          Object.entries(subscriptions).map(([name, subscription]) => [
            `subscriptions.${name}.json`,
            `${JSON.stringify(resource(project, subscription), null, 2)}\n`,
          ]),
        ),
      },
    });
    // A set, of one pod: of two emulators during a rollout each would have half of the messages.
    this.app = new StatefulApp(this, id, {
      component: 'bus',
      image: images.gcloudEmulators,
      user: 1000,
      resources: { cpu: '100m', memory: '256Mi', memoryLimit: '768Mi' },
      command: ['gcloud', 'beta', 'emulators', 'pubsub', 'start'],
      args: [`--project=${project}`, `--host-port=0.0.0.0:${port}`, '--data-dir=/tmp/pubsub', '--quiet'],
      env: {
        HOME: '/tmp',
        CLOUDSDK_CONFIG: '/tmp/gcloud',
        CLOUDSDK_CORE_DISABLE_USAGE_REPORTING: 'true',
        CLOUDSDK_COMPONENT_MANAGER_DISABLE_UPDATE_CHECK: 'true',
        JAVA_TOOL_OPTIONS: '-XX:MaxRAMPercentage=60',
      },
      ports: { grpc: port },
      probes: {
        startup: tcpProbe('grpc', { period: 2, failures: 60 }),
        readiness: tcpProbe('grpc'),
        liveness: tcpProbe('grpc', { failures: 6 }),
      },
      storage: {},
      mounts: { '/tmp': scratch('tmp', '256Mi') },
      sidecars: {
        keeper: {
          image: images.curl,
          resources: { cpu: '10m', memory: '16Mi', memoryLimit: '32Mi' },
          command: ['/bin/sh', `${FOLDER}/keep.sh`, FOLDER],
          env: { PORT: String(port), PROJECT: project },
          probes: { readiness: execProbe(['test', '-f', `${READY}/ready`], { period: 2 }) },
          mounts: { [FOLDER]: files.volume, [READY]: memory('ready') },
        },
      },
    });
    this.address = `${this.app.host}:${port}`;
  }
}

/** As the API has it; https://cloud.google.com/pubsub/docs/reference/rest/v1/projects.subscriptions */
function resource(project: string, { topic, ackSeconds, ordered, deadLetters }: EmulatedSubscription) {
  const topicId = (name: string) => `projects/${project}/topics/${name}`;
  return {
    topic: topicId(topic),
    ackDeadlineSeconds: ackSeconds,
    enableMessageOrdering: ordered,
    retryPolicy: { minimumBackoff: '10s', maximumBackoff: '600s' },
    deadLetterPolicy: deadLetters && {
      deadLetterTopic: topicId(deadLetters.topic),
      maxDeliveryAttempts: deadLetters.mostTries,
    },
  };
}
