import type { App } from 'cdk8s';
import { google, type OnAutopilotConfig, SYSTEM, storageClass } from '../../../config/caternet';
import { cloudLabels, dataClassLabel } from '../../../config/labels';
import type { Target } from '../../../config/system';
import { PersistentDisks } from '../../components/persistent-disks';
import { CaternetChart } from './chart';

/** The class of the disks with data: in Montréal, encrypted by our own key, kept when their claim goes. */
export function storageChart(app: App, id: string, target: Target<OnAutopilotConfig>): void {
  const { environment, config } = target;
  const { region, zones, disks } = config.gcp;
  const chart = new CaternetChart(app, id, target, 'data');
  new PersistentDisks(chart, storageClass(config), {
    zones,
    regional: disks === 'regional',
    key: google.keyId(config.gcp, region, 'disks'),
    labels: { ...cloudLabels(SYSTEM, environment), [dataClassLabel]: 'personal' },
  });
}
