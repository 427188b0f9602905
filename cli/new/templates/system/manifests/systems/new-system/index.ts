import type { App } from 'cdk8s';
import type { NewSystemConfig } from '../../../config/new-system';
import type { Target } from '../../../config/system';
import { namespacesChart } from './namespaces';
import { webChart } from './web';

/** Wires the charts: each gets the objects that it talks to. */
export function build(app: App, { config }: Target<NewSystemConfig>): void {
  namespacesChart(app, '00-new-system-namespaces');
  webChart(app, 'new-system-web', config);
}
