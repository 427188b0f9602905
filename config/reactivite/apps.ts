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
    ports: {
      /** Pages, and the WebSocket that each of them keeps open; plain HTTP, behind a proxy. */
      http: 8501,
      /** Prometheus metrics, which are not for the public. */
      metrics: 9000,
    },
    paths: {
      /** 200 while the process can answer, whatever becomes of the API: its absence is shown to the owners. */
      health: '/_stcore/health',
      metrics: '/metrics',
    },
    commands: {
      serve: [
        ...['uvicorn', 'main:app', '--host', '0.0.0.0', '--port', '8501'],
        // As Streamlit starts uvicorn itself, but for what it does not let anybody say: the grace period and, by
        // UVICORN_TIMEOUT_KEEP_ALIVE, how long a connection stays. Pings keep proxies from cutting a silent WebSocket.
        ...['--ws', 'websockets-sansio', '--ws-ping-interval', '20', '--ws-ping-timeout', '20'],
        ...['--ws-per-message-deflate', 'false', '--timeout-graceful-shutdown', '20'],
      ],
    },
    /** Any user that is not root will do. */
    user: 10001,
    /** Folders that it writes to: none. */
    writes: [],
    /** Ends it: it closes its WebSockets, and the browsers connect to another replica. */
    stopSignal: 'SIGTERM',
    variables: {
      required: ['API_URL'],
      optional: [
        ...['METRICS_PORT', 'LOG_LEVEL'],
        /** The public host: WebSockets are for pages of that one. */
        'STREAMLIT_BROWSER_SERVER_ADDRESS',
        // https://uvicorn.dev/settings/
        ...['UVICORN_TIMEOUT_KEEP_ALIVE', 'FORWARDED_ALLOW_IPS'],
      ],
    },
  },
} as const;
