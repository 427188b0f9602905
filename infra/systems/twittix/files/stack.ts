import { createHash } from 'node:crypto';
import {
  backends,
  gatewayNetwork,
  gatewayRoutes,
  linksOf,
  named,
  type OnSwarmConfig,
  RIGHTS,
  SYSTEM,
} from '../../../../config/twittix';
import { database, mail, rights, store } from './backends';
import { type Compose, type ComposeService, ENCRYPTED } from './compose';
import { microService } from './micro-service';
import { RIGHTS_FILE } from './paths';
import { externalSecrets } from './secrets';

/** The stack: each service of the map, what they keep their data in, and between them the ways that there must be. */
export function stack(config: OnSwarmConfig, rightsSql: string): Compose {
  const { services } = config;
  const links = linksOf(services);
  const inside = (name: string) =>
    links.filter(({ from, to }) => from === name || to === name).map(({ network }) => network);
  const routes = gatewayRoutes(services).map(({ name }) => name);
  const networksOf = (name: string) => [...inside(name), ...(routes.includes(name) ? [gatewayNetwork(name)] : [])];
  const used = (name: string) => links.some(({ to }) => to === name);

  const made: Record<string, ComposeService> = {
    ...Object.fromEntries(
      named(services).map((service) => [service.name, microService(service, config, networksOf(service.name))]),
    ),
    ...(used(backends.database.name) && {
      [backends.database.name]: database(networksOf(backends.database.name)),
      [RIGHTS]: rights(services, inside(RIGHTS)),
    }),
    ...(used(backends.store.name) && { [backends.store.name]: store(networksOf(backends.store.name)) }),
    ...(used(backends.mail.name) && { [backends.mail.name]: mail(networksOf(backends.mail.name)) }),
  };
  return {
    services: made,
    networks: {
      ...Object.fromEntries(links.map(({ network }) => [network, ENCRYPTED])),
      ...Object.fromEntries(
        routes.map((name) => [gatewayNetwork(name), { external: true, name: gatewayNetwork(name) } as const]),
      ),
    },
    secrets: externalSecrets(Object.values(made)),
    ...(used(backends.database.name) && {
      volumes: { [backends.database.name]: {} },
      // What is in one cannot be changed, so its name changes with it.
      configs: { [RIGHTS]: { name: `${SYSTEM}-${RIGHTS}-${checksum(rightsSql)}`, file: `./${RIGHTS_FILE}` } },
    }),
  };
}

function checksum(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
