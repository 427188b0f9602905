import { type NamedHost, named, namedHosts } from './facts';
import type { HostConfig, OnSwarmConfig, Services } from './schema';

/** What Ansible makes of the machines, as far as others must know it too. */

/** The label of nodes that hold what is written: the scheduler must not move a volume away from its files. */
export const DATA_LABEL = 'data';

/** The Swarm service with PostgreSQL, in the stack. */
export const POSTGRES = 'postgres';

/** Ranges that Docker takes networks from; no network of the machines may lie in them. */
export const dockerRanges = {
  /** Of bridge networks on each machine. Docker's own choice would reach into 192.168.0.0/16. */
  bridges: '172.20.0.0/14',
  /** Of overlay networks. */
  overlays: '10.20.0.0/16',
} as const;

/** https://docs.docker.com/engine/swarm/swarm-tutorial/#open-protocols-and-ports-between-the-hosts */
export const swarmPorts = {
  management: 2377,
  gossip: 7946,
  data: 4789,
} as const;

/** Where each machine answers with its metrics. */
export const metricsPorts = {
  node: 9100,
  containers: 9338,
  docker: 9323,
} as const;

/** Where monitoring answers, on the loopback of its machine. */
export const monitoringPorts = {
  prometheus: 9090,
  grafana: 3000,
} as const;

/** Passwords that only the Swarm needs, beside the secrets of the services. */
export const swarmSecretNames = {
  /** Of PostgreSQL's superuser. */
  superuser: 'postgres-password',
  /** Of the Redis-compatible store. */
  store: 'store-password',
  /** Of a service's login to PostgreSQL. */
  database: (service: string) => `${service}-database-password`,
} as const;

/** Swarm secrets by who fills them. */
export function swarmSecrets({ services, secrets }: Pick<OnSwarmConfig, 'services' | 'secrets'>) {
  const own = Object.entries(secrets);
  const databases = named(services).filter(({ database }) => database !== undefined);
  return {
    generated: [
      ...own.filter(([, by]) => by === 'generated').map(([name]) => name),
      ...(databases.length > 0 ? [swarmSecretNames.superuser] : []),
      ...databases.map(({ name }) => swarmSecretNames.database(name)),
      ...(Object.values(services).some(({ store }) => store) ? [swarmSecretNames.store] : []),
    ],
    provided: own.filter(([, by]) => by === 'provided').map(([name]) => name),
  };
}

/** Databases that are backed up. */
export function databasesOf(services: Services): string[] {
  return [...new Set(named(services).flatMap(({ database }) => (database ? [database.name] : [])))].sort();
}

export function managerOf(hosts: Readonly<Record<string, HostConfig>>): NamedHost {
  const manager = namedHosts(hosts).find(({ role }) => role === 'manager');
  if (!manager) throw new Error('no host is the manager: the rules of the config hold that there is one');
  return manager;
}
