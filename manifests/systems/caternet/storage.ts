import type { App } from 'cdk8s';
import { google, type OnAutopilotConfig, SCRATCH_CLASS, SYSTEM, storageClass } from '../../../config/caternet';
import { cloudLabels, dataClassLabel } from '../../../config/labels';
import type { Target } from '../../../config/system';
import { PersistentDisks } from '../../components/persistent-disks';
import { CaternetChart } from './chart';

/** Classes of disks in Montréal, encrypted by our own key: those with data stay when their claim goes, those of a restore go. */
export function storageChart(app: App, id: string, target: Target<OnAutopilotConfig>): void {
  const { environment, config } = target;
  const { region, zones, disks } = config.gcp;
  const chart = new CaternetChart(app, id, target, 'data');
  const common = {
    zones,
    key: google.keyId(config.gcp, region, 'disks'),
    labels: { ...cloudLabels(SYSTEM, environment), [dataClassLabel]: 'personal' },
  };
  new PersistentDisks(chart, storageClass(config), { ...common, regional: disks === 'regional', kept: true });
  new PersistentDisks(chart, SCRATCH_CLASS, { ...common, regional: false, kept: false });
}
