import type { App } from 'cdk8s';
import { reference } from '../../../config/images';
import { appImage, type ReactiviteConfig, SYSTEM } from '../../../config/reactivite';
import { SystemChart } from '../../constructs/system-chart';

/** What the charts of reactivite have in common. */
export class ReactiviteChart extends SystemChart {
  constructor(app: App, id: string, namespace: string, { gcp }: ReactiviteConfig) {
    // With public nodes the control plane has no range of its own: its address is Google's to choose.
    const apiServerRanges = gcp?.cluster.privateNodes ? [gcp.network.controlPlane] : undefined;
    super(app, id, { system: SYSTEM, namespace, ...(apiServerRanges && { apiServerRanges }) });
  }

  /** Images of the apps are built by the user; until they are pushed, their pods wait. */
  protected expectAppImage(config: ReactiviteConfig, app: 'fastapi' | 'streamlit'): void {
    this.expect({ kind: 'image', name: reference(appImage(config, app)), from: `built from your ${app} sources` });
  }
}
