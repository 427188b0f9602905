import type { App } from 'cdktf';
import type { Target } from '../../../config/system';
import type { OnSwarmConfig } from '../../../config/twittix';

/** The machines; Ansible makes a Swarm of them, and the stack file is deployed there. */
export function buildOnSwarm(_app: App, _target: Target<OnSwarmConfig>): void {}
