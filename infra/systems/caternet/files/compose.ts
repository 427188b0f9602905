import {
  ACK_SECONDS,
  contracts,
  DASHBOARD_USER,
  deadLetters,
  emulator,
  isOrdered,
  type LaptopConfig,
  MONGODB_DATABASE,
  MOST_TRIES,
  PARSE_APP,
  type ServiceName,
  SYSTEM,
  serviceImage,
  subscriptionName,
  subscriptionsOf,
} from '../../../../config/caternet';
import { baseImages, buildTag, images, reference } from '../../../../config/versions';
import { literally } from '../../../../model/compose';
import { toYaml } from '../../../../model/yaml';

/** Where generated keys are, in every container that reads one. */
const KEYS = '/keys';
const keys = ['master-key', 'exchange-key', 'dashboard-password'] as const;
const keyFile = (name: (typeof keys)[number]) => `${KEYS}/${name}`;

const PUBSUB = 'pubsub';
const { user } = contracts.catnodejs;

/** From this file's folder to the root of the checkout. */
const ROOT = '../../..';

/**
 * All of it on a developer's machine without a cluster: the services from their sources, with all that they need. One by its name
 * brings what it needs: `docker compose up mousetrap`. Nothing is reached but from this machine.
 */
export function composeFile(config: LaptopConfig): string {
  return toYaml(
    literally({
      name: SYSTEM,
      services: {
        catnodejs: app(config, 'catnodejs', {
          published: ['http', 'dashboard'],
          needs: { mongodb: 'service_healthy', elasticsearch: 'service_healthy' },
          variables: {
            DATABASE_URI: `mongodb://mongodb:27017/${MONGODB_DATABASE}?replicaSet=rs0`,
            ELASTICSEARCH_URL: 'http://elasticsearch:9200',
            APP_ID: PARSE_APP,
            MASTER_KEY_FILE: keyFile('master-key'),
            EXCHANGE_KEY_FILE: keyFile('exchange-key'),
            DASHBOARD_USER,
            DASHBOARD_PASSWORD_FILE: keyFile('dashboard-password'),
            SERVER_URL: `http://127.0.0.1:${contracts.catnodejs.ports.http}/parse`,
            PUBLIC_SERVER_URL: `http://localhost:${contracts.catnodejs.ports.http}/parse`,
          },
        }),
        'cadaver-exchange': app(config, 'cadaver-exchange', {
          published: ['http'],
          needs: { catnodejs: 'service_started' },
          variables: {
            API_URL: `http://catnodejs:${contracts.catnodejs.ports.http}/parse`,
            APP_ID: PARSE_APP,
            EXCHANGE_KEY_FILE: keyFile('exchange-key'),
          },
        }),
        mousetrap: app(config, 'mousetrap', {
          published: [],
          needs: {},
          variables: {
            REGION: 'local',
            HTTP: 'on',
            MOUSE_SECONDS: String(config.mousetrap.mouseSeconds),
            RAT_SECONDS: String(config.mousetrap.ratSeconds),
          },
        }),
        ...stores,
        ...bus(config),
      },
      volumes: { keys: {}, mongodb: {}, elasticsearch: {} },
    }),
  );
}

interface App {
  /** Ports that this machine reaches, and no other. */
  readonly published: readonly string[];
  readonly needs: Readonly<Record<string, 'service_healthy' | 'service_started'>>;
  readonly variables: Readonly<Record<string, string>>;
}

function app(config: LaptopConfig, service: ServiceName, { published, needs, variables }: App) {
  const { publishes, subscribes } = config.services[service];
  const ports: Readonly<Record<string, number>> = contracts[service].ports;
  const done = { condition: 'service_completed_successfully' };
  return {
    image: buildTag(serviceImage(config, service)),
    build: { context: `${ROOT}/apps/${SYSTEM}`, dockerfile: `${service}/Dockerfile` },
    user: String(user),
    environment: {
      ...variables,
      PUBSUB_PROJECT: emulator.project,
      PUBSUB_EMULATOR_HOST: `${PUBSUB}:${emulator.port}`,
      PUBLISH_TOPIC: publishes.join(),
      ...(subscribes.length > 0 && {
        SUBSCRIPTIONS: subscribes.map((topic) => subscriptionName(service, topic)).join(),
      }),
    },
    ports: published.map((name) => `127.0.0.1:${ports[name]}:${ports[name]}`),
    volumes: [`keys:${KEYS}:ro`],
    read_only: true,
    tmpfs: ['/tmp'],
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    restart: 'unless-stopped',
    stop_grace_period: '25s',
    depends_on: {
      keys: done,
      topics: done,
      ...Object.fromEntries(Object.entries(needs).map(([name, condition]) => [name, { condition }])),
    },
  };
}

const healthy = (test: string) => ({ test: ['CMD-SHELL', test], interval: '5s', timeout: '10s', retries: 40 });

/** What keeps something; without passwords, as nothing but the services reaches it. */
const stores = {
  /** Makes what is missing, and shows it to nobody. */
  keys: {
    image: reference(baseImages.node),
    user: 'root',
    network_mode: 'none',
    volumes: [`keys:${KEYS}`],
    command: [
      ...['sh', '-ec'],
      `for key in ${keys.join(' ')}; do
         [ -s ${KEYS}/$key ] || head -c 24 /dev/urandom | base64 >${KEYS}/$key
       done
       chown -R ${user} ${KEYS}
       chmod 400 ${KEYS}/*`,
    ],
  },
  mongodb: {
    image: reference(images.mongodb),
    command: ['--replSet=rs0', '--bind_ip_all'],
    volumes: ['mongodb:/data/db'],
    restart: 'unless-stopped',
    // Of one member; asked for the first time, it makes itself one.
    healthcheck: healthy(
      `mongosh --quiet --eval 'try { rs.status().ok } catch { rs.initiate({ _id: "rs0", members: [{ _id: 0, host: "mongodb:27017" }] }) }; if (!db.hello().isWritablePrimary) quit(1)'`,
    ),
  },
  elasticsearch: {
    image: reference(images.elasticsearch),
    environment: {
      'discovery.type': 'single-node',
      'xpack.security.enabled': 'false',
      ES_JAVA_OPTS: '-Xms512m -Xmx512m',
    },
    volumes: ['elasticsearch:/usr/share/elasticsearch/data'],
    restart: 'unless-stopped',
    healthcheck: healthy('curl --silent --fail http://localhost:9200/_cluster/health'),
  },
};

/** An emulator, which forgets when it stops, and what makes the topics in it. */
function bus({ topics, services }: LaptopConfig) {
  const subscriptions = subscriptionsOf(services);
  const made = {
    topics: [...Object.keys(topics), ...subscriptions.map(({ name }) => deadLetters(name))],
    subscriptions: [
      ...subscriptions.map(({ name, topic }) => ({
        name,
        topic,
        ordered: isOrdered(topics, topic),
        deadLetters: deadLetters(name),
      })),
      ...subscriptions.map(({ name }) => ({ name: deadLetters(name), topic: deadLetters(name), ordered: false })),
    ],
  };
  const address = `${PUBSUB}:${emulator.port}`;
  return {
    [PUBSUB]: {
      image: reference(images.gcloudEmulators),
      command: [
        ...['gcloud', 'beta', 'emulators', 'pubsub', 'start'],
        ...[`--host-port=0.0.0.0:${emulator.port}`, `--project=${emulator.project}`],
      ],
      restart: 'unless-stopped',
    },
    topics: {
      image: reference(baseImages.node),
      user: String(user),
      environment: { MADE: JSON.stringify(made), PUBSUB: `http://${address}/v1/projects/${emulator.project}` },
      command: ['node', '--input-type=module', '--eval', MAKE_TOPICS],
      depends_on: { [PUBSUB]: { condition: 'service_started' } },
    },
  };
}

/** What is there already is as good. https://cloud.google.com/pubsub/docs/reference/rest */
const MAKE_TOPICS = `const { topics, subscriptions } = JSON.parse(process.env.MADE);
const base = process.env.PUBSUB;
const full = (topic) => new URL(base).pathname.slice(4) + '/topics/' + topic;
async function make(path, body) {
  for (let left = 60; ; left--) {
    try {
      const answer = await fetch(base + path, { method: 'PUT', body: JSON.stringify(body) });
      if (answer.ok || answer.status === 409) return;
      throw new Error(path + ': ' + (await answer.text()));
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}
for (const topic of topics) await make('/topics/' + topic, {});
for (const { name, topic, ordered, deadLetters } of subscriptions)
  await make('/subscriptions/' + name, {
    topic: full(topic),
    ackDeadlineSeconds: ${ACK_SECONDS},
    enableMessageOrdering: ordered,
    ...(deadLetters && { deadLetterPolicy: { deadLetterTopic: full(deadLetters), maxDeliveryAttempts: ${MOST_TRIES} } }),
  });
console.log(topics.length + ' topics, ' + subscriptions.length + ' subscriptions');
`;
