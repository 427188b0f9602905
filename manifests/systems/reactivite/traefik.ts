import type { App } from 'cdk8s';
import { namespaces, type ReactiviteConfig, TRAEFIK_ADDRESS } from '../../../config/reactivite';
import { Traefik } from '../../components/traefik';
import { ReactiviteChart } from './chart';

/** The only way in. */
export class TraefikChart extends ReactiviteChart {
  readonly traefik: Traefik;

  constructor(app: App, id: string, config: ReactiviteConfig) {
    super(app, id, namespaces.traefik, config);
    this.traefik = new Traefik(this, 'traefik', {
      ...config.traefik,
      ...(config.gcp && { serviceAnnotations: reservedAddress }),
    });
  }
}

/**
 * Takes the address that Terraform reserved, by its name.
 * https://cloud.google.com/kubernetes-engine/docs/concepts/service-load-balancer-parameters
 */
const reservedAddress = {
  'cloud.google.com/l4-rbs': 'enabled',
  'networking.gke.io/load-balancer-ip-addresses': TRAEFIK_ADDRESS,
};
