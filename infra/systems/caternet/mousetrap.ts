import type { App } from 'cdktf';
import { google, type OnAutopilotConfig, serviceImage, trapPool, trapVariables } from '../../../config/caternet';
import type { Target } from '../../../config/system';
import { reference } from '../../../config/versions';
import { WorkerPool } from '../../constructs/gcp/run/worker-pool';
import { GoogleStack } from '../../constructs/gcp/stack';

/** A trap runs a timer and an HTTP client. */
const CPU = 1;
const MEMORY_MIB = 512;

/** The traps of one region. */
export class MousetrapStack extends GoogleStack {
  constructor(app: App, target: Target<OnAutopilotConfig>, region: string) {
    const { config } = target;
    const { gcp } = config;
    super(app, target, { part: `mousetrap-${region}`, ...gcp, projectId: gcp.traps.projectId, region });
    const image = reference(serviceImage(config, 'mousetrap'));
    new WorkerPool(this, 'mousetrap', {
      name: trapPool(region),
      region,
      description: 'Catches mice and rats, and says so.',
      account: google.accountEmail(gcp, 'mousetrap'),
      image,
      variables: trapVariables(config, { projectId: gcp.projectId, region }),
      instances: gcp.traps.instancesPerRegion,
      cpu: CPU,
      memoryMiB: MEMORY_MIB,
      // It keeps nothing.
      deletionProtection: false,
    });
    this.expect(`the image ${image}`, `docker build and push it from apps/caternet; README.md`);
  }
}
