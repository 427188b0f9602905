import type { App } from 'cdktf';
import type { LaptopConfig, OnAwsConfig } from '../../../config/f1-vote';
import type { Target } from '../../../config/system';
import { ClusterStack } from './cluster';
import { EdgeStack } from './edge';
import { buildLaptop } from './laptop';
import { NetworkStack } from './network';

export function build(app: App, target: Target<LaptopConfig | OnAwsConfig>): void {
  if (isOnAws(target)) buildOnAws(app, target);
  else buildLaptop(app, target as Target<LaptopConfig>);
}

function isOnAws(target: Target<LaptopConfig | OnAwsConfig>): target is Target<OnAwsConfig> {
  return 'aws' in target.config;
}

/** Three stacks by lifetime: the way in can go without the machines, and both without the network. */
function buildOnAws(app: App, target: Target<OnAwsConfig>): void {
  const { aws, k3s } = target.config;
  const network = new NetworkStack(app, target, aws);
  const cluster = new ClusterStack(app, target, aws, k3s);
  const edge = new EdgeStack(app, target, aws);
  // They look each other's things up; nothing but this keeps their order.
  cluster.addDependency(network);
  edge.addDependency(cluster);
}
