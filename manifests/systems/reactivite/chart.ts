import type { App } from 'cdk8s';
import { type ReactiviteConfig, SYSTEM } from '../../../config/reactivite';
import { SystemChart } from '../../constructs/system-chart';

/** What the charts of reactivite have in common. */
export class ReactiviteChart extends SystemChart {
  constructor(app: App, id: string, namespace: string, { gcp }: ReactiviteConfig) {
    super(app, id, { system: SYSTEM, namespace, ...(gcp && { apiServerRanges: [gcp.network.controlPlane] }) });
  }
}
