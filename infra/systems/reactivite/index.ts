import type { App } from 'cdktf';
import type { GoogleCloudConfig, LaptopConfig } from '../../../config/reactivite';
import type { Target } from '../../../config/system';
import { ClusterStack } from './cluster';
import { DataStack } from './data';
import { buildLaptop } from './laptop';
import { NetworkStack } from './network';

export function build(app: App, target: Target<LaptopConfig | GoogleCloudConfig>): void {
  if (isOnGoogleCloud(target)) buildOnGoogleCloud(app, target);
  else buildLaptop(app, target as Target<LaptopConfig>);
}

function isOnGoogleCloud(target: Target<LaptopConfig | GoogleCloudConfig>): target is Target<GoogleCloudConfig> {
  return 'gcp' in target.config;
}

/** Three stacks by lifetime: the cluster can go and come again without the data, and both without the network. */
function buildOnGoogleCloud(app: App, target: Target<GoogleCloudConfig>): void {
  const { gcp } = target.config;
  const network = new NetworkStack(app, target, gcp);
  const data = new DataStack(app, target, gcp);
  const cluster = new ClusterStack(app, target, gcp);
  // They share facts, not state: nothing but this keeps their order.
  data.addDependency(network);
  cluster.addDependency(data);
}
