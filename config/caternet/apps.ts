import type { ServiceName } from './bus-schema';

/**
 * What the apps of `apps/caternet` and their charts agreed on. The charts are made from it; the apps' own tests read
 * it, with what the charts make of it, in the `contract.json` of each app.
 */

/** What all three have. */
const common = {
  /** Any user that is not root will do. */
  user: 10001,
  /** Folders that they write to: none. */
  writes: [],
  /** Ends them: no new work is taken, what is under way is finished or given back to the bus, within 20 seconds. */
  stopSignal: 'SIGTERM',
} as const;

const bus = [
  /** Of the topics and subscriptions. */
  'PUBSUB_PROJECT',
  /** Address of an emulator, e.g. `pubsub:8085`; left out, Google's own. */
  'PUBSUB_EMULATOR_HOST',
  /** File by which Google's libraries log in where no metadata server knows the pod; left out on Google Cloud. */
  'GOOGLE_APPLICATION_CREDENTIALS',
];

/** Seconds that an idle connection is kept: longer than the proxy in front keeps it, or a request meets its end. */
const keepAlive = 'KEEP_ALIVE_TIMEOUT';

export const contracts = {
  catnodejs: {
    ...common,
    ports: {
      /** Parse's API below /parse, plain HTTP, behind a proxy. */
      http: 1337,
      /** Parse Dashboard, inside only, with a login. */
      dashboard: 1338,
      /** Prometheus metrics, which are not for the public. */
      metrics: 9000,
    },
    paths: {
      /** 200 while the process can answer; asks nobody. */
      health: '/parse/health',
      /** 200 while database, search and bus answer. */
      ready: '/ready',
      metrics: '/metrics',
    },
    commands: { serve: ['node', 'src/main.ts'] },
    variables: {
      required: [
        ...[
          'DATABASE_URI',
          'APP_ID',
          'MASTER_KEY_FILE',
          'EXCHANGE_KEY_FILE',
          'DASHBOARD_USER',
          'DASHBOARD_PASSWORD_FILE',
        ],
        ...['SERVER_URL', 'PUBLIC_SERVER_URL', 'ELASTICSEARCH_URL', 'PUBSUB_PROJECT'],
        ...['PUBLISH_TOPIC', 'SUBSCRIPTIONS'],
      ],
      optional: [
        'DATABASE_CA_FILE',
        'ELASTICSEARCH_USER',
        'ELASTICSEARCH_PASSWORD_FILE',
        'ELASTICSEARCH_CA_FILE',
        'TRUSTED_PROXIES',
        keepAlive,
        'LOG_LEVEL',
        ...['PORT', 'DASHBOARD_PORT', 'METRICS_PORT'],
        ...bus.slice(1),
      ],
    },
  },
  'cadaver-exchange': {
    ...common,
    ports: { http: 5000, metrics: 9000 },
    paths: { health: '/health', ready: '/ready', metrics: '/metrics' },
    commands: { serve: ['node', 'src/main.ts'] },
    variables: {
      required: ['API_URL', 'APP_ID', 'EXCHANGE_KEY_FILE', 'PUBSUB_PROJECT', 'PUBLISH_TOPIC', 'SUBSCRIPTIONS'],
      optional: ['TRUSTED_PROXIES', keepAlive, 'LOG_LEVEL', 'PORT', 'METRICS_PORT', ...bus.slice(1)],
    },
  },
  mousetrap: {
    ...common,
    /** In Kubernetes; a worker pool of Cloud Run has no port. */
    ports: { http: 5000, metrics: 9000 },
    paths: { health: '/health', ready: '/ready', metrics: '/metrics' },
    commands: { serve: ['node', 'src/main.ts'] },
    variables: {
      required: ['PUBSUB_PROJECT', 'PUBLISH_TOPIC', 'REGION'],
      // HTTP: the port of health and readiness; left out, there is none.
      optional: ['MOUSE_SECONDS', 'RAT_SECONDS', 'HTTP', 'LOG_LEVEL', 'METRICS_PORT', ...bus.slice(1)],
    },
  },
} as const satisfies Record<ServiceName, object>;
