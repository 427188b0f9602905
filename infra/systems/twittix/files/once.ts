import {
  linksOf,
  linkTo,
  type Named,
  named,
  type OnSwarmConfig,
  probePath,
  published,
  SYSTEM,
  swarmMigrationVariables,
  swarmSecretNames,
  swarmSecretsOf,
} from '../../../../config/twittix';
import { type Compose, type ComposeService, composeFile, inMemory, resources, Variable } from './compose';
import { environmentOf } from './micro-service';
import { externalSecrets, secretFiles } from './secrets';

/** Stacks of jobs that run once and are gone: `once.sh` runs each. */

/** Tries whatever each service needs, from its own networks, with its own secrets. */
export function smokeStack(config: OnSwarmConfig): Compose {
  const callers = named(config.services).filter(({ name }) => ways(name, config).length > 0);
  return jobs(
    callers.map((service) => [
      // Another name than the service's: in its networks that one is the service's own.
      `try-${service.name}`,
      {
        image: config.standIn,
        command: ['node', 'src/main.ts', 'try'],
        environment: environmentOf(service, config),
        networks: ways(service.name, config),
        secrets: secretFiles(swarmSecretsOf(service, config)),
      },
    ]),
  );
}

/** The migration of a service, by an image that `IMAGE` names; each has a stack of its own. */
export function migrationStack({ name, migrate = [], ...service }: Named, config: OnSwarmConfig): Compose {
  return jobs([
    [
      `migrate-${name}`,
      {
        image: new Variable('IMAGE'),
        command: migrate,
        environment: swarmMigrationVariables({ name, ...service }, config),
        networks: ways(name, config).filter((network) => network === linkTo(name, 'database')),
        secrets: secretFiles([swarmSecretNames.database(name)]),
      },
    ],
  ]);
}

/** Networks that lead from a service to what it needs, and none by which it is reached. */
function ways(name: string, { services }: OnSwarmConfig): string[] {
  return linksOf(services).flatMap(({ from, network }) => (from === name ? [network] : []));
}

type Job = Pick<ComposeService, 'image' | 'command' | 'environment' | 'networks' | 'secrets'>;

function jobs(all: readonly (readonly [string, Job])[]): Compose {
  const services = Object.fromEntries(all.map(([name, job]) => [name, once(job)]));
  const networks = new Set(all.flatMap(([, job]) => job.networks));
  return {
    services,
    networks: Object.fromEntries(
      [...networks].map((network) => [network, { external: true, name: `${SYSTEM}_${network}` } as const]),
    ),
    secrets: externalSecrets(Object.values(services)),
  };
}

function once(job: Job): ComposeService {
  return {
    ...job,
    volumes: inMemory('/tmp'),
    read_only: true,
    cap_drop: ['ALL'],
    deploy: { mode: 'replicated-job', resources: resources(256, 1), restart_policy: { condition: 'none' } },
  };
}

export function migrations(config: OnSwarmConfig): Record<string, string> {
  return Object.fromEntries(
    named(config.services).flatMap((service) =>
      service.migrate ? [[`migrate/${service.name}.yml`, composeFile(migrationStack(service, config))]] : [],
    ),
  );
}

/** Whole paths by which the gateway leads to the services, and at which each must answer. */
export function publicPaths({ services }: OnSwarmConfig, probe: 'health' | 'ready'): string[] {
  return published(services).flatMap((service) => probePath(service, probe) ?? []);
}
