import type { App } from 'cdktf';
import type { FlaskMeshConfig } from '../../../config/flask-mesh';
import type { Target } from '../../../config/system';
import { LaptopStack } from './laptop';

/** One stack: the cluster and all that runs in it come and go together. */
export function build(app: App, target: Target<FlaskMeshConfig>): void {
  new LaptopStack(app, target);
}
