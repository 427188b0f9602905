import { ServiceAccountIamMember } from '@cdktf/provider-google/lib/service-account-iam-member';
import type { App } from 'cdktf';
import { google, type OnAutopilotConfig } from '../../../config/caternet';
import { certManager } from '../../../config/cert-manager';
import { workloadIdentityMember } from '../../../config/google/names';
import type { Target } from '../../../config/system';
import { charts } from '../../../config/versions';
import { grantZoneChanges } from '../../constructs/gcp/public-zone';
import { ServiceAccount } from '../../constructs/gcp/service-account';
import { GoogleStack } from '../../constructs/gcp/stack';
import { certManagerValues } from '../../constructs/helm/cert-manager';
import { HelmChart } from '../../constructs/helm/chart';
import { HelmOnGke } from '../../constructs/helm/cluster';

/** What the charts expect of the cluster: certificates. */
export class PlatformStack extends GoogleStack {
  constructor(app: App, target: Target<OnAutopilotConfig>) {
    const { gcp } = target.config;
    super(app, target, { part: 'platform', ...gcp });
    const { projectId: project, region: location, cluster, dns } = gcp;
    const { namespace, account: name } = certManager;

    const account = new ServiceAccount(this, 'cert_manager', {
      accountId: google.accountId('cert-manager'),
      displayName: 'cert-manager, which shows that a name is ours by a record',
    });
    grantZoneChanges(this, 'records', dns.zone, account.member);
    new ServiceAccountIamMember(this, 'workload_identity_cert_manager', {
      serviceAccountId: account.resourceName,
      role: 'roles/iam.workloadIdentityUser',
      member: workloadIdentityMember(gcp, { namespace, name }),
    });
    new HelmOnGke(this, 'charts', { project, location, cluster: cluster.name });
    new HelmChart(this, 'certificates', {
      name,
      namespace,
      chart: charts.certManager,
      values: certManagerValues({ actsAs: google.accountEmail(gcp, 'cert-manager') }),
    });
    this.expect(
      'gke-gcloud-auth-plugin where the stack is applied: charts are installed with your own rights to the cluster',
      'gcloud components install gke-gcloud-auth-plugin',
    );
  }
}
