import type { App } from 'cdk8s';
import { type GoogleCloudConfig, namespaces } from '../../../config/reactivite';
import { charts } from '../../../config/versions';
import { AcmeIssuers } from '../../components/acme-issuers';
import type { Traefik } from '../../components/traefik';
import { ReactiviteChart } from './chart';

/** Who signs the public hosts. */
export function certIssuersChart(app: App, id: string, config: GoogleCloudConfig, traefik: Traefik): void {
  const chart = new ReactiviteChart(app, id, namespaces.apps, config);
  new AcmeIssuers(chart, 'acme-issuers', { email: config.certificates.email, proof: { http: traefik } });
  const { repository, version } = charts.certManager;
  chart.expect({
    kind: 'cluster',
    name: `cert-manager ${version}`,
    from: `helm upgrade --install cert-manager ${repository} --version ${version} --namespace cert-manager --create-namespace --set crds.enabled=true --wait`,
  });
}
