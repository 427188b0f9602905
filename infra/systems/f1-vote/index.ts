import type { App } from 'cdktf';
import type { OnAwsConfig } from '../../../config/f1-vote';
import type { Target } from '../../../config/system';
import { ClusterStack } from './cluster';
import { EdgeStack } from './edge';
import { NetworkStack } from './network';

/** Three stacks by lifetime: the way in can go without the machines, and both without the network. */
export function build(app: App, target: Target<OnAwsConfig>): void {
  const { aws, k3s } = target.config;
  const network = new NetworkStack(app, target, aws);
  const cluster = new ClusterStack(app, target, aws, k3s);
  const edge = new EdgeStack(app, target, aws);
  // They look each other's things up; nothing but this keeps their order.
  cluster.addDependency(network);
  edge.addDependency(cluster);
}
