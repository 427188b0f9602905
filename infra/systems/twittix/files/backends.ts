import {
  backends,
  DATA_LABEL,
  MAILBOX,
  named,
  RIGHTS,
  type Services,
  secretPath,
  swarmSecretNames,
} from '../../../../config/twittix';
import { images, reference } from '../../../../config/versions';
import { type ComposeService, inMemory, resources } from './compose';
import { secretFiles } from './secrets';

/** A container that can be replaced only after it has ended: two would write the same files. */
const ONE_AT_A_TIME = {
  replicas: 1,
  restart_policy: { condition: 'any', delay: '5s' },
  update_config: { parallelism: 1, order: 'stop-first', monitor: '30s', failure_action: 'rollback' },
  rollback_config: { parallelism: 1, order: 'stop-first' },
} as const;

const health = (...test: string[]) => ({ test, interval: '10s', timeout: '5s', retries: 5, start_period: '60s' });

/** PostgreSQL, on the node that has its files. */
export function database(networks: string[]): ComposeService {
  return {
    image: reference(images.postgres),
    user: '999:999',
    environment: {
      POSTGRES_PASSWORD_FILE: secretPath(swarmSecretNames.superuser),
      POSTGRES_INITDB_ARGS: '--data-checksums',
    },
    networks,
    secrets: secretFiles([swarmSecretNames.superuser]),
    volumes: [
      { type: 'volume', source: backends.database.name, target: '/var/lib/postgresql/data' },
      ...inMemory('/run/postgresql', '/tmp'),
    ],
    read_only: true,
    cap_drop: ['ALL'],
    stop_grace_period: '90s',
    // By TCP: while it initializes its folder it answers on its socket already.
    healthcheck: health('CMD', 'pg_isready', '--quiet', '--host=127.0.0.1', '--username=postgres'),
    deploy: {
      ...ONE_AT_A_TIME,
      resources: resources(512, 1),
      placement: { constraints: [`node.labels.${DATA_LABEL} == true`] },
    },
  };
}

/** Gives the services their databases, logins and rights: a job, which each deployment runs again. */
export function rights(services: Services, networks: string[]): ComposeService {
  const passwords = named(services).flatMap(({ name, database }) =>
    database ? [swarmSecretNames.database(name)] : [],
  );
  return {
    image: reference(images.postgres),
    user: '999:999',
    // The variable is psql's own way; nobody else sees the environment of a process.
    command: [
      'sh',
      '-euc',
      [
        // Not for ever: a task that runs outlives its stack, and holds its network.
        'tries=60',
        'until pg_isready --quiet --timeout=2; do tries=$((tries - 1)); [ "$tries" -gt 0 ]; sleep 2; done',
        `PGPASSWORD=$(cat ${secretPath(swarmSecretNames.superuser)})`,
        'export PGPASSWORD',
        `exec psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --file=/${RIGHTS}.sql`,
      ].join('\n'),
    ],
    environment: { PGHOST: backends.database.name, PGUSER: 'postgres', PGDATABASE: 'postgres' },
    networks,
    secrets: secretFiles([swarmSecretNames.superuser, ...passwords]),
    configs: [{ source: RIGHTS, target: `/${RIGHTS}.sql` }],
    read_only: true,
    cap_drop: ['ALL'],
    deploy: {
      mode: 'replicated-job',
      resources: resources(64, 1),
      restart_policy: { condition: 'on-failure', delay: '5s', max_attempts: 5 },
    },
  };
}

/** Redis. Nothing in it outlives a restart: codes and links are sent again. */
export function store(networks: string[]): ComposeService {
  const password = secretPath(swarmSecretNames.store);
  return {
    image: reference(images.redis),
    user: '999:999',
    // By a file that is none: what stands in the arguments, everybody on the machine can read.
    command: [
      'sh',
      '-euc',
      [
        'exec redis-server - <<END',
        `port ${backends.store.port}`,
        'save ""',
        'appendonly no',
        'maxmemory 96mb',
        'maxmemory-policy volatile-ttl',
        `requirepass $(cat ${password})`,
        'END',
      ].join('\n'),
    ],
    networks,
    secrets: secretFiles([swarmSecretNames.store]),
    volumes: inMemory('/data', '/tmp'),
    read_only: true,
    cap_drop: ['ALL'],
    healthcheck: health(
      'CMD-SHELL',
      `REDISCLI_AUTH=$(cat ${password}) redis-cli -p ${backends.store.port} ping | grep -qx PONG`,
    ),
    deploy: { ...ONE_AT_A_TIME, resources: resources(128, 1) },
  };
}

/** Takes every mail and delivers none. */
export function mail(networks: string[]): ComposeService {
  return {
    image: reference(images.mailpit),
    user: '65534:65534',
    environment: {
      MP_SMTP_BIND_ADDR: `0.0.0.0:${backends.mail.port}`,
      MP_UI_BIND_ADDR: `0.0.0.0:${MAILBOX.port}`,
      MP_WEBROOT: MAILBOX.path,
      MP_MAX_MESSAGES: '1000',
      // It asks nobody whether there is a newer one.
      MP_DISABLE_VERSION_CHECK: 'true',
    },
    networks,
    volumes: inMemory('/tmp'),
    read_only: true,
    cap_drop: ['ALL'],
    healthcheck: health('CMD', '/mailpit', 'readyz'),
    deploy: { ...ONE_AT_A_TIME, resources: resources(128, 1) },
  };
}
