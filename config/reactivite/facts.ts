import type { Image } from '../images';
import { clusterRanges } from '../k3s';
import type { GcpConfig, GoogleCloudConfig, ReactiviteConfig } from './schema';

/** Everything that both halves must say alike and that follows from the config. */

export const SYSTEM = 'reactivite';

/** Namespaces of the system; the apps live in `apps`. */
export const namespaces = {
  apps: 'reactivite',
  traefik: 'traefik',
  vault: 'vault',
  monitoring: 'monitoring',
  nodeAgents: 'reactivite-node-agents',
} as const;

/** Where the apps listen. */
export const ports = { fastapi: 8000, streamlit: 8501 } as const;

/** Kubernetes ServiceAccounts that act on Google Cloud through Workload Identity. */
export const serviceAccounts = {
  fastapi: { namespace: namespaces.apps, name: 'fastapi' },
  vault: { namespace: namespaces.vault, name: 'vault' },
} as const;

export type CloudIdentity = keyof typeof serviceAccounts;

/** Name of the database, in MySQL and in Cloud SQL. */
export const DATABASE = 'reactivite';

/** Login of the API: a MySQL user in the cluster, the IAM user's short name on Cloud SQL. */
export const DATABASE_USER = 'reactivite-fastapi';

/** Address of Traefik's Service, reserved by Terraform and named by the Service's annotation. */
export const TRAEFIK_ADDRESS = 'reactivite-traefik';

/** Keys in the key ring `gcp.keys.ring`: one encrypts the cluster's Secrets, one unseals Vault. */
export const kms = { gkeKey: 'gke-secrets', vaultKey: 'vault-unseal' } as const;

/** Names of what Terraform creates and others refer to. */
export const names = {
  network: 'reactivite',
  subnet: 'reactivite-nodes',
  podRange: 'pods',
  serviceRange: 'services',
  /** Network tag of the nodes; firewall rules aim at it. */
  nodeTag: 'reactivite-node',
  nodePool: 'reactivite',
  repository: 'reactivite',
} as const;

/** Google account id of a cloud identity; its e-mail address is `accountEmail`. */
export function accountId(identity: CloudIdentity | 'nodes'): string {
  return `${SYSTEM}-${identity}`;
}

export function accountEmail(gcp: GcpConfig, identity: CloudIdentity | 'nodes'): string {
  return `${accountId(identity)}@${gcp.projectId}.iam.gserviceaccount.com`;
}

/** Workload Identity's name for a Kubernetes ServiceAccount; https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity */
export function workloadIdentityMember(gcp: GcpConfig, identity: CloudIdentity): string {
  const { namespace, name } = serviceAccounts[identity];
  return `serviceAccount:${gcp.projectId}.svc.id.goog[${namespace}/${name}]`;
}

/** Ids by which a stack names what another one created, so that no state is shared between them. */
export function networkId({ projectId }: GcpConfig): string {
  return `projects/${projectId}/global/networks/${names.network}`;
}

export function subnetId({ projectId, region }: GcpConfig): string {
  return `projects/${projectId}/regions/${region}/subnetworks/${names.subnet}`;
}

export function cryptoKeyId({ projectId, region, keys }: GcpConfig, key: keyof typeof kms): string {
  return `projects/${projectId}/locations/${region}/keyRings/${keys.ring}/cryptoKeys/${kms[key]}`;
}

export function accountResource(gcp: GcpConfig, identity: CloudIdentity): string {
  return `projects/${gcp.projectId}/serviceAccounts/${accountEmail(gcp, identity)}`;
}

/** Whether something stands in the network that must not be deleted; the network then must not either. */
export function networkProtected({ gcp, database }: GoogleCloudConfig): boolean {
  return gcp.cluster.deletionProtection || (database.kind === 'cloud-sql' && database.deletionProtection);
}

/** `project:region:instance`, what the Cloud SQL Auth Proxy connects to. */
export function connectionName(gcp: GcpConfig, instance: string): string {
  return `${gcp.projectId}:${gcp.region}:${instance}`;
}

/** Range of the pods, the ingress controller's among them: the project's plan, or what k3d gives out. */
export function podRange(config: ReactiviteConfig): string {
  return 'gcp' in config ? config.gcp.network.pods : clusterRanges.pods;
}

/** Registry of the app images; in environments without a project a name that no public registry can answer. */
export function registry(config: ReactiviteConfig): string {
  if (!('gcp' in config)) return 'terrachart.local/reactivite';
  const { region, projectId } = config.gcp;
  return `${region}-docker.pkg.dev/${projectId}/${names.repository}`;
}

/** The image of an app that the user builds. */
export function appImage(config: ReactiviteConfig, app: 'fastapi' | 'streamlit'): Image {
  const [name = '', tag = ''] = config[app].image.split(':');
  return { repository: `${registry(config)}/${name}`, tag };
}
