import type { App } from 'cdk8s';
import { type CaternetConfig, SYSTEM } from '../../../config/caternet';
import type { Target } from '../../../config/system';
import { charts } from '../../../config/versions';
import type { CertificateAuthority } from '../../components/certificate-authority';
import { GeneratedCa } from '../../components/generated-ca';
import { InternalCa } from '../../components/internal-ca';
import { CaternetChart } from './chart';

/** Who signs the certificates inside the cluster, which speaks TLS everywhere: cert-manager, and a Job on a laptop. */
export class AuthorityChart extends CaternetChart {
  readonly authority: CertificateAuthority;

  constructor(app: App, id: string, target: Target<CaternetConfig>) {
    super(app, id, target, 'data');
    if ('cluster' in target.config) {
      this.authority = new GeneratedCa(this, 'internal-ca');
      return;
    }
    // Several environments share a cluster, and a ClusterIssuer has no namespace.
    this.authority = new InternalCa(this, `${target.environment}-ca`);
    const { version } = charts.certManager;
    const from =
      'gcp' in target.config
        ? `the stack ${SYSTEM}-${target.environment}-platform`
        : 'whoever keeps the internal cluster';
    this.expect({ kind: 'cluster', name: `cert-manager ${version}`, from });
  }
}
