import type { App } from 'cdktf';
import type { LaptopConfig, OnAutopilotConfig } from '../../../config/caternet';
import type { Target } from '../../../config/system';
import { ClusterStack } from './cluster';
import { DataStack } from './data';
import { buildLaptop } from './laptop';
import { MousetrapStack } from './mousetrap';
import { NetworkStack } from './network';
import { PlatformStack } from './platform';
import { SecondCopyStack } from './second-copy';
import { TrapsStack } from './traps';

export function build(app: App, target: Target<LaptopConfig | OnAutopilotConfig>): void {
  if (isOnAutopilot(target)) buildOnAutopilot(app, target);
  else buildLaptop(app, target as Target<LaptopConfig>);
}

function isOnAutopilot(target: Target<LaptopConfig | OnAutopilotConfig>): target is Target<OnAutopilotConfig> {
  return 'gcp' in target.config;
}

/** Stacks by lifetime, from the network up; those of the traps stand in a project of their own. */
function buildOnAutopilot(app: App, target: Target<OnAutopilotConfig>): void {
  const network = new NetworkStack(app, target);
  const data = new DataStack(app, target);
  const cluster = new ClusterStack(app, target);
  const platform = new PlatformStack(app, target);
  const secondCopy = new SecondCopyStack(app, target);
  const traps = new TrapsStack(app, target);
  // They share facts, not state: nothing but this keeps their order.
  data.addDependency(network);
  cluster.addDependency(data);
  platform.addDependency(cluster);
  // AWS asks the cluster for the keys by which it signs.
  secondCopy.addDependency(cluster);
  traps.addDependency(data);
  for (const region of target.config.gcp.traps.regions) {
    new MousetrapStack(app, target, region).addDependency(traps);
  }
}
