import { list, number, required, secret } from '@caternet/bus';

/** What the environment says; secrets come in files. @throws Error that names what is missing */
export function settings() {
  return {
    database: required('DATABASE_URI'),
    /** Authority that signed the database's certificate. */
    databaseCa: process.env.DATABASE_CA_FILE,
    appId: required('APP_ID'),
    masterKey: secret('MASTER_KEY'),
    exchangeKey: secret('EXCHANGE_KEY'),
    dashboard: { user: required('DASHBOARD_USER'), pass: secret('DASHBOARD_PASSWORD') },
    serverUrl: required('SERVER_URL'),
    publicServerUrl: required('PUBLIC_SERVER_URL'),
    search: {
      url: required('ELASTICSEARCH_URL'),
      user: process.env.ELASTICSEARCH_USER,
      password: process.env.ELASTICSEARCH_PASSWORD_FILE && secret('ELASTICSEARCH_PASSWORD'),
      caFile: process.env.ELASTICSEARCH_CA_FILE,
    },
    project: required('PUBSUB_PROJECT'),
    topic: required('PUBLISH_TOPIC'),
    subscriptions: list('SUBSCRIPTIONS'),
    proxies: list('TRUSTED_PROXIES'),
    ports: { http: number('PORT', 1337), dashboard: number('DASHBOARD_PORT', 1338) },
  };
}

export type Settings = ReturnType<typeof settings>;
