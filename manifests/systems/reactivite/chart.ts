import type { App } from 'cdk8s';
import { appImage, type ReactiviteConfig, SYSTEM } from '../../../config/reactivite';
import { reference } from '../../../config/versions';
import { SystemChart } from '../../constructs/system-chart';
import { type Place, placeOf } from './place';

/** What the charts of reactivite have in common. */
export class ReactiviteChart extends SystemChart {
  protected readonly place: Place;

  constructor(app: App, id: string, namespace: string, config: ReactiviteConfig) {
    const place = placeOf(config);
    super(app, id, { system: SYSTEM, namespace, apiServerRanges: place.apiServerRanges });
    this.place = place;
  }

  /** Images of the apps are built by the user; until they are pushed, their pods wait. */
  protected expectAppImage(config: ReactiviteConfig, app: 'fastapi' | 'streamlit'): void {
    this.expect({ kind: 'image', name: reference(appImage(config, app)), from: `built from apps/reactivite/${app}` });
  }
}
