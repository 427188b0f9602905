import type { Image } from '../versions';
import {
  callsOf,
  type Named,
  named,
  published,
  type Surroundings,
  SYSTEM,
  secretPath,
  secretsOf,
  variablesOf,
} from './facts';
import { databaseOptions } from './grants';
import { POSTGRES, swarmSecretNames } from './hosts';
import type { OnSwarmConfig, Services } from './schema';

/** What surrounds the services in the Swarm, and what the stack is made of beside them. */

/** Services of the stack that are none of the map: where each answers. */
export const backends = {
  database: { name: POSTGRES, port: 5432 },
  store: { name: 'store', port: 6379 },
  mail: { name: 'mail', port: 1025 },
} as const;

/** Runs once and gives the services their databases and rights. */
export const RIGHTS = 'rights';

/** Names that no service of the map can have: each is one of the stack already. */
export const takenNames: readonly string[] = [...Object.values(backends).map(({ name }) => name), RIGHTS];

/** Where the mail that was caught is read, behind the gateway. */
export const MAILBOX = { path: '/mailpit', port: 8025 } as const;

const surroundings = ({ services, tunnelPort }: OnSwarmConfig): Surroundings => ({
  origin: (service) => `http://${service}:${services[service]?.port}`,
  publicOrigin: `http://localhost:${tunnelPort}`,
  databaseUrl: ({ name, database }) =>
    `postgresql://${name}@${backends.database.name}:${backends.database.port}/${database?.name}${databaseOptions({ database })}`,
  storeUrl: `redis://${backends.store.name}:${backends.store.port}`,
  // No login: the catcher speaks no TLS, and many clients tell no password to one who does not.
  mail: { host: backends.mail.name, port: backends.mail.port, sender: 'twittix@example.invalid' },
  more: ({ name, database, store }) => ({
    ...(database && { DATABASE_PASSWORD_FILE: secretPath(swarmSecretNames.database(name)) }),
    ...(store && { STORE_PASSWORD_FILE: secretPath(swarmSecretNames.store) }),
  }),
});

/** The variables of a service in the Swarm. */
export function swarmVariables(service: Named, config: OnSwarmConfig): Record<string, string> {
  return variablesOf(service, config.services, surroundings(config));
}

/** The variables of a migration: its database, and what is no secret of the service. */
export function swarmMigrationVariables(service: Named, config: OnSwarmConfig): Record<string, string> {
  const around = surroundings(config);
  return {
    ...service.environment,
    DATABASE_URL: around.databaseUrl(service),
    DATABASE_PASSWORD_FILE: secretPath(swarmSecretNames.database(service.name)),
  };
}

/** The secrets of a service in the Swarm, each a file. */
export function swarmSecretsOf(service: Named, config: OnSwarmConfig): string[] {
  const { name, database, store } = service;
  return [
    ...new Set([
      ...Object.values(secretsOf(service, surroundings(config).mail)),
      ...(database ? [swarmSecretNames.database(name)] : []),
      ...(store ? [swarmSecretNames.store] : []),
    ]),
  ].sort();
}

/** An image of a service; its tag is the SHA of the commit that it was built from. */
export function serviceImage({ registry }: Pick<OnSwarmConfig, 'registry'>, service: string, tag: string): Image {
  return { repository: `${registry}/${service}`, tag };
}

/** Variable of the stack file with the image that a service runs at present. */
export function imageVariable(service: string): string {
  return `${service.replaceAll('-', '_').toUpperCase()}_IMAGE`;
}

/** A network of two, because all who are on one reach each other. No name of a service holds an underscore. */
export interface Link {
  readonly from: string;
  readonly to: string;
  readonly network: string;
}

/** The network between a service and what it keeps something in. */
export function linkTo(service: string, need: keyof typeof backends): string {
  return networkOf(service, backends[need].name);
}

const networkOf = (from: string, to: string) => `${from}_${to}`;

/** Every way inside the stack: the calls of the map, and from each service to what it keeps its data in. */
export function linksOf(services: Services): Link[] {
  const link = (from: string, to: string): Link => ({ from, to, network: networkOf(from, to) });
  const all = [
    ...callsOf(services).map(({ from, to }) => link(from, to)),
    ...named(services).flatMap(({ name, ...needs }) =>
      (['database', 'store', 'mail'] as const)
        .filter((need) => needs[need])
        .map((need) => link(name, backends[need].name)),
    ),
    ...(named(services).some(({ database }) => database) ? [link(RIGHTS, backends.database.name)] : []),
  ];
  // A service may call another by two variables.
  return [...new Map(all.map((one) => [one.network, one])).values()];
}

/** Whether somebody sends mail, which must be caught. */
export function sendsMail(services: Services): boolean {
  return Object.values(services).some(({ mail }) => mail);
}

/** An overlay that outlives the stack, because a container that is no part of it leads to the service. Ansible makes it. */
export function gatewayNetwork(service: string): string {
  return `${SYSTEM}-gateway-${service}`;
}

/** One for each that the gateway leads to: in a common one they would reach each other. */
export function gatewayNetworks(services: Services): string[] {
  return gatewayRoutes(services).map(({ name }) => gatewayNetwork(name));
}

/** What the gateway leads to, in the order in which it must try the paths. */
export function gatewayRoutes(services: Services) {
  const mailbox = sendsMail(services) ? [{ name: backends.mail.name, ...MAILBOX }] : [];
  return [...mailbox, ...published(services).map(({ name, path, port }) => ({ name, path, port }))];
}
