import type { App } from 'cdk8s';
import { namespaces, type ReactiviteConfig } from '../../../config/reactivite';
import { Traefik } from '../../components/traefik';
import { ReactiviteChart } from './chart';

/** The only way in. */
export class TraefikChart extends ReactiviteChart {
  readonly traefik: Traefik;

  constructor(app: App, id: string, config: ReactiviteConfig) {
    super(app, id, namespaces.traefik, config);
    this.traefik = new Traefik(this, 'traefik', {
      ...config.traefik,
      serviceAnnotations: this.place.addressAnnotations,
    });
  }
}
