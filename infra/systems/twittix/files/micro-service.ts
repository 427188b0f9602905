import {
  imageVariable,
  type Named,
  type OnSwarmConfig,
  swarmSecretsOf,
  swarmVariables,
} from '../../../../config/twittix';
import { standInEntry } from '../../../../config/twittix/stand-in';
import { type ComposeService, inMemory, resources, Variable } from './compose';
import { secretFiles } from './secrets';

/** What a service is told, and what the stand-in must know beside that while it runs in the service's place. */
export function environmentOf(service: Named, config: OnSwarmConfig): Record<string, string> {
  return { ...swarmVariables(service, config), STAND_IN: JSON.stringify(standInEntry(service, config.services)) };
}

/** A service of the map, with the image that was delivered last; the stand-in until then. */
export function microService(service: Named, config: OnSwarmConfig, networks: string[]): ComposeService {
  const { name, cpu, memoryMiB, instances } = service;
  return {
    image: new Variable(imageVariable(name), config.standIn),
    environment: environmentOf(service, config),
    networks,
    secrets: secretFiles(swarmSecretsOf(service, config)),
    volumes: inMemory('/tmp'),
    read_only: true,
    cap_drop: ['ALL'],
    // Longer than Cloud Run's ten seconds, so that who keeps to those has time to spare.
    stop_grace_period: '15s',
    // What is asked says the image, by HEALTHCHECK: only it knows which program it has to ask with.
    healthcheck: { interval: '10s', timeout: '5s', retries: 3, start_period: '60s' },
    deploy: {
      replicas: Math.max(1, instances.min),
      resources: resources(memoryMiB, cpu),
      restart_policy: { condition: 'any', delay: '5s' },
      update_config: { parallelism: 1, order: 'start-first', monitor: '30s', failure_action: 'rollback' },
      rollback_config: { parallelism: 1, order: 'start-first' },
    },
  };
}
