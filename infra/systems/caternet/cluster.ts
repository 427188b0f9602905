import { ServiceAccountIamMember } from '@cdktf/provider-google/lib/service-account-iam-member';
import type { App } from 'cdktf';
import {
  type CloudIdentity,
  google,
  namespaceOf,
  type OnAutopilotConfig,
  serviceAccounts,
} from '../../../config/caternet';
import { accountResource, networkId, subnetId, workloadIdentityMember } from '../../../config/google/names';
import type { Target } from '../../../config/system';
import { ClusterBackup } from '../../constructs/gcp/cluster-backup';
import { grantPullFrom } from '../../constructs/gcp/docker-repository';
import { AutopilotCluster } from '../../constructs/gcp/gke-autopilot';
import { ServiceAccount } from '../../constructs/gcp/service-account';
import { GoogleStack } from '../../constructs/gcp/stack';
import { idOf } from '../../constructs/ids';

const { names } = google;

/** Backup for GKE locks a copy for so long at most. */
const LONGEST_LOCK_DAYS = 90;

/** What runs the services. What it keeps, MongoDB and the search, is copied elsewhere. */
export class ClusterStack extends GoogleStack {
  constructor(app: App, target: Target<OnAutopilotConfig>) {
    const { gcp, hosts } = target.config;
    super(app, target, { part: 'cluster', ...gcp });
    const { projectId: project, region, cluster: config } = gcp;

    const account = new ServiceAccount(this, 'nodes', {
      accountId: google.accountId('nodes'),
      displayName: 'GKE nodes',
    });
    const runNodes = account.grant('run', { project, role: 'roles/container.defaultNodeServiceAccount' });
    grantPullFrom(this, 'images', { location: region, repository: names.repository }, account.member);

    const made = new AutopilotCluster(this, 'cluster', {
      name: config.name,
      location: region,
      network: networkId(gcp, names.network),
      subnet: subnetId(gcp, names.subnet),
      podRange: names.podRange,
      serviceRange: names.serviceRange,
      controlPlaneRange: gcp.network.controlPlane,
      privateNodes: true,
      privateEndpoint: Object.keys(config.authorizedNetworks).length === 0,
      authorizedNetworks: config.authorizedNetworks,
      releaseChannel: config.releaseChannel,
      secretsKey: google.keyId(gcp, region, 'cluster'),
      diskKey: google.keyId(gcp, region, 'disks'),
      nodeAccount: account.email,
      tag: names.nodeTag,
      backedUp: true,
      deletionProtection: config.deletionProtection,
      labels: this.labels,
      // A node whose account has no rights yet never becomes ready.
      dependsOn: [runNodes],
    });
    this.addBackup(made, target.config);
    for (const identity of Object.keys(serviceAccounts) as CloudIdentity[]) {
      const namespace = namespaceOf(target.environment, serviceAccounts[identity]);
      new ServiceAccountIamMember(this, `workload_identity_${idOf(identity)}`, {
        serviceAccountId: accountResource(gcp, google.accountId(identity)),
        role: 'roles/iam.workloadIdentityUser',
        member: workloadIdentityMember(gcp, { namespace, name: identity }),
        // The first cluster of a project creates the pool that the member is from.
        dependsOn: [made.cluster],
      });
    }

    this.publish('cluster_name', 'Name of the GKE cluster.', made.cluster.name);
    this.publish('cluster_endpoint', 'DNS endpoint of the API server; IAM decides who gets through.', made.dnsEndpoint);
    this.publish(
      'urls',
      'Where the services answer.',
      Object.values(hosts).map((host) => `https://${host}`),
    );
    this.publish(
      'kubeconfig_command',
      'Lets kubectl talk to the cluster.',
      `gcloud container clusters get-credentials ${config.name} --location ${region} --project ${project} --dns-endpoint`,
    );
  }

  private addBackup({ cluster }: AutopilotCluster, { gcp, recovery }: OnAutopilotConfig): void {
    const { region, recoveryRegion, backups } = gcp;
    const { rpoMinutes, retainedDays } = recovery.cluster;
    new ClusterBackup(this, 'backup', {
      cluster,
      backupPlan: names.backupPlan,
      restorePlan: names.restorePlan,
      clusterRegion: region,
      region: recoveryRegion,
      key: google.keyId(gcp, recoveryRegion, 'backups'),
      rpoMinutes,
      retainedDays,
      undeletableDays: Math.min(backups.retentionDays, retainedDays, LONGEST_LOCK_DAYS),
      locked: backups.lock !== 'off',
      deletionProtection: gcp.cluster.deletionProtection,
    });
  }
}
