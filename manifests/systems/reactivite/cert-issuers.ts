import type { App } from 'cdk8s';
import { charts } from '../../../config/images';
import { namespaces, type ReactiviteConfig } from '../../../config/reactivite';
import { AcmeIssuers } from '../../components/acme-issuers';
import type { Traefik } from '../../components/traefik';
import { ReactiviteChart } from './chart';

/** Who signs the public hosts. */
export class CertIssuersChart extends ReactiviteChart {
  constructor(app: App, id: string, config: ReactiviteConfig, traefik: Traefik) {
    super(app, id, namespaces.apps, config);
    if (!config.certificates) throw new Error(`${id} needs a certificates section: leave the chart out without one`);
    new AcmeIssuers(this, 'acme-issuers', { email: config.certificates.email, controller: traefik });
    const { repository, version } = charts.certManager;
    this.expect({
      kind: 'cluster',
      name: `cert-manager ${version}`,
      from: `helm upgrade --install cert-manager ${repository} --version ${version} --namespace cert-manager --create-namespace --set crds.enabled=true --wait`,
    });
  }
}
