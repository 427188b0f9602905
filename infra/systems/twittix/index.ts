import type { App } from 'cdktf';
import type { Target } from '../../../config/system';
import type { OnGoogleCloudConfig, OnSwarmConfig } from '../../../config/twittix';
import { swarmFiles } from './files';
import { buildOnGoogleCloud } from './google-cloud';
import { buildOnSwarm } from './swarm';

export function build(app: App, target: Target<OnGoogleCloudConfig | OnSwarmConfig>): void {
  if (isOnGoogleCloud(target)) buildOnGoogleCloud(app, target);
  else buildOnSwarm(app, target as Target<OnSwarmConfig>);
}

export function files(target: Target<OnGoogleCloudConfig | OnSwarmConfig>): Record<string, string> {
  return isOnGoogleCloud(target) ? {} : swarmFiles((target as Target<OnSwarmConfig>).config);
}

function isOnGoogleCloud(target: Target<OnGoogleCloudConfig | OnSwarmConfig>): target is Target<OnGoogleCloudConfig> {
  return 'gcp' in target.config;
}
