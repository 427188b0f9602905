import type { App } from 'cdktf';
import {
  isOnAutopilot,
  isOnOwnMachines,
  type LaptopConfig,
  type OnAutopilotConfig,
  type OnOwnMachinesConfig,
} from '../../../config/caternet';
import type { Target } from '../../../config/system';
import { ClusterStack } from './cluster';
import { DataStack } from './data';
import { hostFiles } from './files';
import { composeFile } from './files/compose';
import { HostsStack } from './hosts';
import { buildLaptop } from './laptop';
import { MousetrapStack } from './mousetrap';
import { NetworkStack } from './network';
import { PlatformStack } from './platform';
import { SecondCopyStack } from './second-copy';
import { ToolsStack } from './tools';
import { TrapsStack } from './traps';

type Config = LaptopConfig | OnAutopilotConfig | OnOwnMachinesConfig;

export function build(app: App, target: Target<Config>): void {
  if (isOnAutopilot(target)) buildOnAutopilot(app, target);
  else if (isOnOwnMachines(target)) buildOnOwnMachines(app, target);
  else buildLaptop(app, target as Target<LaptopConfig>);
}

export function files(target: Target<Config>): Record<string, string> {
  if (isOnOwnMachines(target)) return hostFiles(target.config);
  return isOnAutopilot(target) ? {} : { 'docker-compose.yml': composeFile((target as Target<LaptopConfig>).config) };
}

/** What runs on the machines comes when Ansible has made a cluster of them. */
function buildOnOwnMachines(app: App, target: Target<OnOwnMachinesConfig>): void {
  new ToolsStack(app, target).addDependency(new HostsStack(app, target));
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
