import type { App } from 'cdk8s';
import { namespaces, SYSTEM } from '../../../config/new-system';
import { SystemChart } from '../../constructs/system-chart';

/** What the charts of new-system have in common. */
export class NewSystemChart extends SystemChart {
  constructor(app: App, id: string) {
    super(app, id, { system: SYSTEM, namespace: namespaces.app });
  }
}
