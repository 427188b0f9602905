import type { App } from 'cdktf';
import type { Target } from '../../../config/system';
import type { OnSwarmConfig } from '../../../config/twittix';
import { HostsStack } from './hosts';

/** The machines; Ansible makes a Swarm of them, and the stack file is deployed there. */
export function buildOnSwarm(app: App, target: Target<OnSwarmConfig>): void {
  new HostsStack(app, target);
}
