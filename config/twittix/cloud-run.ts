import * as google from '../google/names';
import { MAIL_PORT, type Named, type Surroundings, secretPath, secretsOf, variablesOf } from './facts';
import { type Actor, databaseUser } from './google';
import { databaseOptions } from './grants';
import type { GcpConfig, OnGoogleCloudConfig } from './schema';

/** What surrounds the services on Cloud Run, and what only apply knows of it. */

/** Where the Auth Proxy beside a service or job answers. */
const DATABASE_ADDRESS = '127.0.0.1:5432';

/** What the stack looks up. */
export interface LookedUp {
  /** Number of the project, which is in the address of each service. */
  readonly projectNumber: string;
  /** `rediss://host:port` of the store. */
  readonly storeUrl: string;
  /** Certificates that the store's own is signed with, as PEM. */
  readonly storeCa: string;
}

/** https://docs.cloud.google.com/run/docs/triggering/https-request#deterministic */
export function serviceUrl({ region }: GcpConfig, service: string, projectNumber: string): string {
  return `https://${service}-${projectNumber}.${region}.run.app`;
}

/** Without a password: whoever gets to the proxy is logged in as the account of the service or job. */
function databaseUrl(gcp: GcpConfig, actor: Actor, service: Named): string {
  const user = encodeURIComponent(databaseUser(gcp, actor));
  return `postgresql://${user}@${DATABASE_ADDRESS}/${service.database?.name ?? ''}${databaseOptions(service)}`;
}

function surroundings({ gcp, host, mail }: OnGoogleCloudConfig, found: LookedUp): Surroundings {
  return {
    origin: (service) => serviceUrl(gcp, service, found.projectNumber),
    publicOrigin: `https://${host}`,
    databaseUrl: (service) => databaseUrl(gcp, { service: service.name }, service),
    storeUrl: found.storeUrl,
    mail: { ...mail, port: MAIL_PORT },
    // An access token is the store's password, and its certificate is of an authority of its own.
    more: ({ store }): Record<string, string> => (store ? { STORE_LOGIN: 'iam', STORE_CA: found.storeCa } : {}),
  };
}

/** The variables of a service on Cloud Run. */
export function cloudRunVariables(service: Named, config: OnGoogleCloudConfig, found: LookedUp) {
  return variablesOf(service, config.services, surroundings(config, found));
}

/** The secrets of a service, each a file. */
export function secretFiles(service: Named, { mail }: OnGoogleCloudConfig) {
  const secrets = new Set(Object.values(secretsOf(service, mail)));
  return [...secrets].sort().map((secret) => ({ secret, path: secretPath(secret) }));
}

/** The variables of a migration: its database, as an account of its own, and what is no secret of the service. */
export function migrationVariables(service: Named, { gcp }: OnGoogleCloudConfig) {
  return { ...service.environment, DATABASE_URL: databaseUrl(gcp, { migration: service.name }, service) };
}

/** `project:region:instance` of the database. */
export function databaseConnection(gcp: GcpConfig): string {
  return google.connectionName(gcp, gcp.database.instance);
}

/** What time series and logs call the database: `project:instance`. */
export function databaseId({ projectId, database }: GcpConfig): string {
  return `${projectId}:${database.instance}`;
}
