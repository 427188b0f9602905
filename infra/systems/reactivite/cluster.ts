import { ServiceAccountIamMember } from '@cdktf/provider-google/lib/service-account-iam-member';
import type { App } from 'cdktf';
import {
  accountResource,
  cryptoKeyId,
  networkId,
  subnetId,
  workloadIdentityMember,
} from '../../../config/google/names';
import {
  accountId,
  type CloudIdentity,
  type GcpConfig,
  type GoogleCloudConfig,
  kms,
  names,
  registry,
  serviceAccounts,
} from '../../../config/reactivite';
import type { Target } from '../../../config/system';
import { DockerRepository } from '../../constructs/gcp/docker-repository';
import { GkeCluster } from '../../constructs/gcp/gke-cluster';
import { NodePool } from '../../constructs/gcp/node-pool';
import { ServiceAccount } from '../../constructs/gcp/service-account';
import { GoogleStack } from '../../constructs/gcp/stack';

/** What runs the workloads and keeps nothing that cannot be made again. */
export class ClusterStack extends GoogleStack {
  constructor(app: App, target: Target<GoogleCloudConfig>, gcp: GcpConfig) {
    super(app, target, { part: 'cluster', ...gcp });
    const { projectId: project, region, zone, network, cluster: config } = gcp;
    const { labels } = this;

    const images = new DockerRepository(this, 'images', {
      name: names.repository,
      region,
      description: 'Images of FastAPI and Streamlit.',
      deletionProtection: config.deletionProtection,
    });
    const account = new ServiceAccount(this, 'nodes', { accountId: accountId('nodes'), displayName: 'GKE nodes' });
    const runNodes = account.grant('run', { project, role: 'roles/container.defaultNodeServiceAccount' });
    images.grantPull('nodes', account.member);

    const { cluster, dnsEndpoint } = new GkeCluster(this, 'cluster', {
      name: config.name,
      project,
      location: zone,
      network: networkId(gcp, names.network),
      subnet: subnetId(gcp, names.subnet),
      podRange: names.podRange,
      serviceRange: names.serviceRange,
      controlPlaneRange: network.controlPlane,
      privateNodes: config.privateNodes,
      privateEndpoint: config.privateEndpoint,
      authorizedNetworks: config.authorizedNetworks,
      releaseChannel: config.releaseChannel,
      secretsKey: cryptoKeyId(gcp, gcp.keys.ring, kms.gkeKey),
      nodeAccount: account.email,
      deletionProtection: config.deletionProtection,
      labels,
      // A node whose account has no rights yet never becomes ready.
      dependsOn: [runNodes],
    });
    const { pool } = new NodePool(this, 'pool', {
      name: names.nodePool,
      cluster,
      location: zone,
      machineType: config.machineType,
      minNodes: config.minNodes,
      maxNodes: config.maxNodes,
      initialNodes: config.initialNodes,
      account: account.email,
      tag: names.nodeTag,
      labels,
    });
    for (const identity of Object.keys(serviceAccounts) as CloudIdentity[]) {
      new ServiceAccountIamMember(this, `workload_identity_${identity}`, {
        serviceAccountId: accountResource(gcp, accountId(identity)),
        role: 'roles/iam.workloadIdentityUser',
        member: workloadIdentityMember(gcp, serviceAccounts[identity]),
        // The first cluster of a project creates the pool that the member is from.
        dependsOn: [cluster],
      });
    }

    const { streamlit, fastapi } = target.config.hosts;
    this.publish('cluster_name', 'Name of the GKE cluster.', cluster.name);
    this.publish('cluster_endpoint', 'DNS endpoint of the API server; IAM decides who gets through.', dnsEndpoint);
    this.publish('node_pool_name', 'Name of the node pool.', pool.name);
    this.publish('registry_url', 'Where to push the images of FastAPI and Streamlit.', registry(target.config));
    this.publish('app_urls', 'Where the apps answer.', [`https://${streamlit}`, `https://${fastapi}`]);
    this.publish(
      'kubeconfig_command',
      'Lets kubectl talk to the cluster.',
      `gcloud container clusters get-credentials ${config.name} --location ${zone} --project ${project} --dns-endpoint`,
    );
  }
}
