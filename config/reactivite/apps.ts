/**
 * What the apps of `apps/reactivite` and their charts agreed on. The charts are made from it; the apps' own tests read
 * it, with what the charts make of it, in the `contract.json` of each app.
 */
export const contracts = {
  fastapi: {
    ports: {
      /** The API, plain HTTP, behind a proxy. */
      http: 8000,
      /** Prometheus metrics, which are not for the public. */
      metrics: 9000,
    },
    paths: {
      /** 200 while the process can answer; asks nobody, because a restart mends no database. */
      health: '/health',
      /** 200 while the database answers and has the tables that this version needs. */
      ready: '/ready',
      metrics: '/metrics',
    },
    commands: {
      serve: ['uvicorn', 'main:app', '--host', '0.0.0.0', '--port', '8000', '--timeout-graceful-shutdown', '20'],
      /** Succeeds while the database answers. */
      answers: ['python', '-m', 'reactivite_api.answers'],
      /** Brings the database to the tables of this version, and ends; as often and as many at once as one likes. */
      migrate: ['python', '-m', 'reactivite_api.migrate'],
    },
    /** Any user that is not root will do. */
    user: 10001,
    /** Folders that it writes to: none. */
    writes: [],
    /** Ends it: it takes no new requests and answers those that it has, within 20 seconds. */
    stopSignal: 'SIGTERM',
    variables: {
      required: ['SECRET_KEY', 'DATABASE_URL'],
      optional: [
        ...['FRONT_END_URL', 'METRICS_PORT', 'LOG_LEVEL'],
        ...['SMTP_HOST', 'SMTP_PORT', 'SMTP_SECURITY', 'SMTP_SENDER', 'SMTP_USERNAME', 'SMTP_PASSWORD'],
        // https://uvicorn.dev/settings/
        ...['UVICORN_TIMEOUT_KEEP_ALIVE', 'FORWARDED_ALLOW_IPS'],
      ],
    },
  },
  streamlit: {
    ports: { http: 8501 },
    paths: { health: '/_stcore/health' },
    /** Any user that is not root will do. */
    user: 10001,
  },
} as const;
