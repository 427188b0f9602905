import * as google from '../google/names';
import type { GcpConfig } from './cloud-schema';
import { SYSTEM } from './facts';
import type { CloudIdentity } from './namespaces';

/** Names of what Terraform creates on Google Cloud; stacks find each other's things by them, and share no state. */
export const names = {
  network: SYSTEM,
  subnet: `${SYSTEM}-nodes`,
  podRange: 'pods',
  serviceRange: 'services',
  repository: SYSTEM,
  /** Tag of the nodes, for firewall rules. */
  nodeTag: `${SYSTEM}-node`,
  /** Reserved address of the load balancer; the Ingress names it. */
  address: `${SYSTEM}-ingress`,
  /** Policy of TLS versions and ciphers that the load balancer keeps to; it likewise. */
  tlsPolicy: `${SYSTEM}-ingress`,
  logBucket: SYSTEM,
  backupPlan: SYSTEM,
  restorePlan: `${SYSTEM}-restore`,
} as const;

/** Keys of the ring `gcp.keys.ring`, one for each kind of thing that is encrypted. */
export const keys = {
  /** Secrets of the cluster. */
  cluster: 'cluster',
  /** Disks of the database and of the search. */
  disks: 'disks',
  bus: 'bus',
  backups: 'backups',
  registry: 'registry',
  logs: 'logs',
} as const;

export type Key = keyof typeof keys;

/** A key, in the ring of the region where what it encrypts is. */
export function keyId({ projectId, keys: { ring } }: GcpConfig, region: string, key: Key): string {
  return google.cryptoKeyId({ projectId, region }, ring, keys[key]);
}

/** Who acts on Google Cloud. The traps are in a project of their own. */
export type Actor = CloudIdentity | 'mousetrap' | 'cert-manager' | 'nodes';

/** Account id, at most 30 characters. */
export function accountId(actor: Actor): string {
  return `${SYSTEM}-${actor}`;
}

export function accountEmail({ projectId, traps }: GcpConfig, actor: Actor): string {
  return google.accountEmail(actor === 'mousetrap' ? traps : { projectId }, accountId(actor));
}

export function registry({ projectId, region }: GcpConfig): string {
  return google.registry({ projectId, region }, names.repository);
}

/** What is copied into buckets. */
export type Copied = 'mongodb' | 'search';

/**
 * Copies of MongoDB are never replaced, and their bucket sees to that. Elasticsearch replaces and deletes files of its
 * snapshots, so that they have a bucket of their own, which keeps what was there before.
 */
export function backupBucket({ backups }: GcpConfig, of: Copied): string {
  return of === 'mongodb' ? backups.bucket : `${backups.bucket}-${of}`;
}
