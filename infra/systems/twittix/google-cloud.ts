import type { App } from 'cdktf';
import type { Target } from '../../../config/system';
import type { OnGoogleCloudConfig } from '../../../config/twittix';
import { DeliveryStack } from './delivery';
import { EdgeStack } from './edge';
import { ObservabilityStack } from './observability';
import { ServicesStack } from './services';

/** Stacks by lifetime, from the network up. */
export function buildOnGoogleCloud(app: App, target: Target<OnGoogleCloudConfig>): void {
  const services = new ServicesStack(app, target);
  const edge = new EdgeStack(app, target);
  const observability = new ObservabilityStack(app, target);
  const { delivery } = target.config.gcp;
  if (delivery) new DeliveryStack(app, target, delivery);
  // They share facts, not state: nothing but this keeps their order.
  edge.addDependency(services);
  observability.addDependency(edge);
}
