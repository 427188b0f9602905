import type { App } from 'cdktf';
import type { Target } from '../../../config/system';
import type { OnGoogleCloudConfig } from '../../../config/twittix';

/** Stacks by lifetime, from the network up. */
export function buildOnGoogleCloud(_app: App, _target: Target<OnGoogleCloudConfig>): void {}
