import type { App } from 'cdk8s';
import {
  ACK_SECONDS,
  busProject,
  type CaternetConfig,
  deadLetters,
  emulator,
  isOrdered,
  MOST_TRIES,
  type ServiceName,
  subscriptionName,
  subscriptionsOf,
  workloads,
} from '../../../config/caternet';
import type { Target } from '../../../config/system';
import { allowGoogleApis } from '../../components/google-cloud';
import { GoogleFederation } from '../../components/google-federation';
import { PubsubEmulator } from '../../components/pubsub-emulator';
import type { PodProps } from '../../constructs/pod';
import type { Workload } from '../../constructs/workload';
import { CaternetChart } from './chart';

/** How a pod of this system reaches the bus. */
export interface BusAccess extends Required<Pick<PodProps, 'env' | 'mounts'>> {
  /** Opens the flows that the pod needs. */
  readonly allow: (workload: Workload) => void;
}

/** The bus of the environment: an emulator in the cluster, or Google's own, as whom the place says. */
export function busOf(app: App, target: Target<CaternetConfig>): BusAccess {
  const { config } = target;
  if ('gcp' in config) return onGoogleCloud;
  if ('bus' in config && config.bus.kind === 'federated') return federated(app, target, config.bus.provider);
  return emulated(app, target);
}

/** Variables of a service: what it says, what it listens to, and where. */
export function busVariables(config: CaternetConfig, service: ServiceName): Record<string, string | undefined> {
  const { publishes, subscribes } = config.services[service];
  return {
    PUBSUB_PROJECT: busProject(config),
    PUBLISH_TOPIC: publishes.join(','),
    SUBSCRIPTIONS:
      subscribes.length > 0 ? subscribes.map((topic) => subscriptionName(service, topic)).join(',') : undefined,
  };
}

const onGoogleCloud: BusAccess = { env: {}, mounts: {}, allow: ({ network }) => allowGoogleApis(network) };

function federated(app: App, target: Target<CaternetConfig>, provider: string): BusAccess {
  const chart = new CaternetChart(app, 'caternet-bus', target, 'apps');
  const login = new GoogleFederation(chart, 'google-login', { provider });
  return { ...login, allow: ({ network }) => login.allow(network) };
}

function emulated(app: App, target: Target<CaternetConfig>): BusAccess {
  const { topics, services } = target.config;
  const chart = new CaternetChart(app, 'caternet-pubsub-emulator', target, 'apps');
  const subscriptions = subscriptionsOf(services);
  const pubsub = new PubsubEmulator(chart, workloads.emulator, {
    ...emulator,
    topics: [...Object.keys(topics), ...subscriptions.map(({ name }) => deadLetters(name))],
    subscriptions: Object.fromEntries([
      ...subscriptions.map(({ name, topic }) => [
        name,
        {
          topic,
          ackSeconds: ACK_SECONDS,
          ordered: isOrdered(topics, topic),
          deadLetters: { topic: deadLetters(name), mostTries: MOST_TRIES },
        },
      ]),
      // A topic forgets what nobody reads: this keeps what was put aside.
      ...subscriptions.map(({ name }) => [deadLetters(name), { topic: deadLetters(name), ackSeconds: ACK_SECONDS }]),
    ]),
  });
  return {
    env: { PUBSUB_EMULATOR_HOST: pubsub.address },
    mounts: {},
    allow: (workload) => workload.connectTo(pubsub, 'grpc'),
  };
}
