import type { App } from 'cdktf';
import type { Target } from '../../../config/system';
import type { OnGoogleCloudConfig } from '../../../config/twittix';
import { DataStack } from './data';
import { DeliveryStack } from './delivery';
import { EdgeStack } from './edge';
import { NetworkStack } from './network';
import { ObservabilityStack } from './observability';
import { RegistryStack } from './registry';
import { SecretsStack } from './secrets';
import { ServicesStack } from './services';

/** Stacks by lifetime, from the network up. */
export function buildOnGoogleCloud(app: App, target: Target<OnGoogleCloudConfig>): void {
  const network = new NetworkStack(app, target);
  const data = new DataStack(app, target);
  const secrets = new SecretsStack(app, target);
  const registry = new RegistryStack(app, target);
  const services = new ServicesStack(app, target);
  const edge = new EdgeStack(app, target);
  const observability = new ObservabilityStack(app, target);
  const { delivery } = target.config.gcp;
  // They share facts, not state: nothing but this keeps their order.
  data.addDependency(network);
  secrets.addDependency(data);
  registry.addDependency(secrets);
  services.addDependency(registry);
  edge.addDependency(services);
  observability.addDependency(edge);
  if (delivery) new DeliveryStack(app, target, delivery).addDependency(registry);
}
