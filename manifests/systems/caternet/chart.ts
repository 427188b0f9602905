import type { App } from 'cdk8s';
import {
  type CaternetConfig,
  namespaceOf,
  type Part,
  type ServiceName,
  SYSTEM,
  serviceImage,
} from '../../../config/caternet';
import type { Target } from '../../../config/system';
import { reference } from '../../../config/versions';
import { SystemChart } from '../../constructs/system-chart';
import { type Place, placeOf } from './place';

/** What the charts of caternet have in common: namespaces carry the environment, because several share a cluster. */
export class CaternetChart extends SystemChart {
  protected readonly place: Place;

  /** @param namespace of what belongs to others. @default that of the part */
  constructor(
    app: App,
    id: string,
    { environment, config }: Target<CaternetConfig>,
    part: Part,
    namespace = namespaceOf(environment, part),
  ) {
    const place = placeOf(config);
    super(app, id, { system: SYSTEM, namespace, apiServerRanges: place.apiServerRanges, shape: place.shape });
    this.place = place;
  }

  /** Images of the services are built by the user; until they are pushed, their pods wait. */
  protected expectImage(config: CaternetConfig, service: ServiceName): void {
    this.expect({
      kind: 'image',
      name: reference(serviceImage(config, service)),
      from: `built from apps/${SYSTEM}/${service}`,
    });
  }
}
