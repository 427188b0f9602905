import type { App } from 'cdktf';
import { ingressUrl } from '../../../config/laptop/facts';
import type { LaptopConfig } from '../../../config/new-system';
import type { Target } from '../../../config/system';
import { LaptopStack } from '../../constructs/laptop/stack';

/** In a cluster on this machine. */
export function buildLaptop(app: App, target: Target<LaptopConfig>): void {
  const { cluster, host } = target.config;
  new LaptopStack(app, target, {
    apps: {},
    chartsSay: [`host: ${host}`],
    urls: { App: ingressUrl(cluster, host) },
    commands: {},
  });
}
