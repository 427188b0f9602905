import type { HostConfig, Service, Services } from './schema';

/** What both environments must say alike, and what follows from the map of services. */

export const SYSTEM = 'twittix';

/** A service with its name. */
export type Named = Service & { readonly name: string };

export function named(services: Services): Named[] {
  return Object.entries(services).map(([name, service]) => ({ name, ...service }));
}

/** One service calls another, whose URL it finds in a variable. */
export interface Call {
  readonly from: string;
  readonly to: string;
  readonly variable: string;
}

/** Every edge between services, and there are no others: rights, networks and smoke checks follow from these. */
export function callsOf(services: Services): Call[] {
  return named(services).flatMap(({ name: from, calls = {} }) =>
    Object.entries(calls).map(([variable, to]) => ({ from, to, variable })),
  );
}

/** Services that the load balancer leads to, the longest path first, as a proxy must try them. */
export function published(services: Services): (Named & { readonly path: string })[] {
  return named(services)
    .flatMap((service) => (service.path === undefined ? [] : [{ ...service, path: service.path }]))
    .sort((a, b) => b.path.length - a.path.length || a.path.localeCompare(b.path));
}

/** Where a service answers to a probe: below its own path, because nobody rewrites any. */
export function probePath({ path, health, ready }: Service, probe: 'health' | 'ready'): string | undefined {
  const below = probe === 'ready' ? (ready ?? health) : health;
  return below === undefined ? undefined : `${path === '/' ? '' : (path ?? '')}${below}`;
}

/** Secret with the password of the account at the mail server. */
export const MAIL_SECRET = 'smtp-password';

/** Port for mail that programs hand in, with STARTTLS; https://www.rfc-editor.org/rfc/rfc6409 */
export const MAIL_PORT = 587;

/** A secret is a file on both sides, in a folder of its own because Cloud Run mounts folders. */
export function secretPath(secret: string): string {
  return `/secrets/${secret}/value`;
}

/** Databases by the service that owns them. */
export function owners(services: Services): Map<string, string> {
  return new Map(
    named(services).flatMap(({ name, database }) => (database?.rights === 'owner' ? [[database.name, name]] : [])),
  );
}

/** What surrounds a service in an environment: the same questions, with other answers. */
export interface Surroundings {
  /** Where other services reach one, without a slash at the end and without its path. */
  origin(service: string): string;
  /** Where browsers reach everything, without a slash at the end. */
  readonly publicOrigin: string;
  /** Where a service finds its database. */
  databaseUrl(service: Named): string;
  readonly storeUrl: string;
  readonly mail: {
    readonly host: string;
    readonly port: number;
    readonly sender: string;
    readonly username?: string | undefined;
  };
  /** The environment's own variables of a service, e.g. for its login. @default none */
  more?(service: Named): Readonly<Record<string, string>>;
}

/** Where a service's path begins at an origin. */
function below(origin: string, path: string | undefined): string {
  return path === undefined || path === '/' ? origin : `${origin}${path}`;
}

/** The secrets of a service by variable, that of the mail account among them. */
export function secretsOf(service: Service, mail: Pick<Surroundings['mail'], 'username'>): Record<string, string> {
  return { ...service.secrets, ...(service.mail && mail.username !== undefined && { SMTP_PASSWORD: MAIL_SECRET }) };
}

/** The variables that a service runs with; none of them is a secret. */
export function variablesOf(service: Named, services: Services, around: Surroundings): Record<string, string> {
  const { calls = {}, links = {}, origins = {}, environment, database, store, mail } = service;
  const each = <Value>(map: Readonly<Record<string, Value>>, text: (value: Value) => string) =>
    Object.fromEntries(Object.entries(map).map(([variable, value]) => [variable, text(value)]));
  const { host, port, sender, username } = around.mail;
  return {
    PORT: String(service.port),
    ...(service.path !== undefined && { BASE_PATH: service.path }),
    ...each(calls, (to) => below(around.origin(to), services[to]?.path)),
    ...each(links, (to) => `${below(around.publicOrigin, services[to.service]?.path)}${to.path ?? ''}`),
    ...each(origins, () => around.publicOrigin),
    ...environment,
    ...(database && { DATABASE_URL: around.databaseUrl(service) }),
    ...(store && { STORE_URL: around.storeUrl }),
    ...(mail && {
      SMTP_HOST: host,
      SMTP_PORT: String(port),
      SMTP_SENDER: sender,
      ...(username && { SMTP_USERNAME: username }),
    }),
    ...Object.fromEntries(
      Object.entries(secretsOf(service, around.mail)).map(([variable, secret]) => [
        `${variable}_FILE`,
        secretPath(secret),
      ]),
    ),
    ...around.more?.(service),
  };
}

/** A host with its name. */
export type NamedHost = HostConfig & { readonly name: string };

export function namedHosts(hosts: Readonly<Record<string, HostConfig>>): NamedHost[] {
  return Object.entries(hosts).map(([name, host]) => ({ name, ...host }));
}
