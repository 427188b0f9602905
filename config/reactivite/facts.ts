import * as google from '../google/names';
import { clusterRanges } from '../k3s/facts';
import { imageRegistry } from '../laptop/facts';
import { type Image, imageOf } from '../versions';
import type { GoogleCloudConfig, ReactiviteConfig } from './schema';

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

/** Google account id of a cloud identity; its e-mail address follows. */
export function accountId(identity: CloudIdentity | 'nodes'): string {
  return `${SYSTEM}-${identity}`;
}

/** Whether something stands in the network that must not be deleted; the network then must not either. */
export function networkProtected({ gcp, database }: GoogleCloudConfig): boolean {
  return gcp.cluster.deletionProtection || (database.kind === 'cloud-sql' && database.deletionProtection);
}

/** Range of the pods, the ingress controller's among them: the project's plan, or what k3d gives out. */
export function podRange(config: ReactiviteConfig): string {
  return 'gcp' in config ? config.gcp.network.pods : clusterRanges.pods;
}

/** Registry of the app images that name none. */
export function registry(config: ReactiviteConfig): string {
  return 'gcp' in config ? google.registry(config.gcp, names.repository) : `${imageRegistry(config.cluster)}/${SYSTEM}`;
}

/** The image of an app that the user builds. */
export function appImage(config: ReactiviteConfig, app: 'fastapi' | 'streamlit'): Image {
  return imageOf(config.workloads[app].image, registry(config));
}
