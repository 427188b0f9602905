import * as google from '../google/names';
import { SYSTEM } from './facts';
import type { GcpConfig, Services } from './schema';

/** Names of what Terraform creates on Google Cloud; stacks find each other's things by them, and share no state. */
export const names = {
  network: SYSTEM,
  /** Where the services' own connections begin. */
  egressSubnet: `${SYSTEM}-egress`,
  /** Where the store gets its addresses. */
  connectSubnet: `${SYSTEM}-private-connect`,
  repository: SYSTEM,
  store: SYSTEM,
  /** Administrator of the database, as whom the job `grants` logs in; nobody else knows its password. */
  databaseAdmin: 'grants',
  /** Connection of Cloud Build to GitHub. */
  connection: 'github',
  loadBalancer: SYSTEM,
  logBucket: SYSTEM,
} as const;

/** Who acts: a service, the build of a service, the migration of its database, or one of the others. */
export type Actor =
  | { readonly service: string }
  | { readonly build: string }
  | { readonly migration: string }
  | 'grants'
  | 'delivery';

/** Account id, at most 30 characters; a service's name has 24 at most. */
export function accountId(actor: Actor): string {
  if (typeof actor === 'string') return `${SYSTEM}-${actor}`;
  if ('service' in actor) return `run-${actor.service}`;
  return 'build' in actor ? `build-${actor.build}` : `move-${actor.migration}`;
}

export function accountEmail(gcp: GcpConfig, actor: Actor): string {
  return google.accountEmail(gcp, accountId(actor));
}

/** An account in IAM policies. */
export function accountMember(gcp: GcpConfig, actor: Actor): string {
  return `serviceAccount:${accountEmail(gcp, actor)}`;
}

/** Login of an account in PostgreSQL: its address without the end, https://docs.cloud.google.com/sql/docs/postgres/iam-logins */
export function databaseUser(gcp: GcpConfig, actor: Actor): string {
  return accountEmail(gcp, actor).replace(/\.gserviceaccount\.com$/, '');
}

/** Job of Cloud Run that gives the services their rights in the databases. */
export const GRANTS_JOB = `${SYSTEM}-grants`;

/** Secret with the password of the database's administrator, which Terraform generates. */
export const ADMIN_SECRET = 'database-admin';

/** Job of Cloud Run that runs a service's migrations. */
export function migrationJob(service: string): string {
  return `${service}-migrate`;
}

/** The image that Cloud Build makes of a service, without the tag, which is the SHA of the commit. */
export function imageRepository(gcp: GcpConfig, service: string): string {
  return `${google.registry(gcp, names.repository)}/${service}`;
}

/** Runs in a service's or job's place until its first image is delivered; https://cloud.google.com/run/docs/quickstarts/deploy-container */
export const placeholderImages = {
  service: 'us-docker.pkg.dev/cloudrun/container/hello',
  job: 'us-docker.pkg.dev/cloudrun/container/job',
} as const;

/** Where the load balancer finds the media; objects are named so in the bucket, because nobody rewrites paths. */
export const MEDIA_PATH = '/media';

/** Bucket of the media; names of buckets are the whole world's, and the project's id is in none but ours. */
export function mediaBucket({ projectId }: GcpConfig): string {
  return `${projectId}-media`;
}

/** Whether something stands in the network, or is made of the registry or the secrets, that must not be deleted. */
export function isProtected({ database, store, run }: GcpConfig): boolean {
  return database.deletionProtection || store.deletionProtection || run.deletionProtection;
}

/** Fills a secret that somebody provides. */
export function provideCommand({ projectId }: GcpConfig, secret: string): string {
  return `printf '%s' "$VALUE" | gcloud secrets versions add ${secret} --data-file=- --project=${projectId}`;
}

/** Which value of a generated secret is the present one; a higher number has another one generated. */
export function generation({ generations = {} }: GcpConfig, secret: string): number {
  return generations[secret] ?? 1;
}

/** Services that are reached from outside; those for members need IAP, and IAP an organization. */
export function isPublished(gcp: GcpConfig, services: Services, name: string): boolean {
  const access = services[name]?.access;
  return access === 'public' || (access === 'members' && gcp.organization !== undefined);
}
