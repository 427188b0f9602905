/**
 * What the app of `apps/flask` and its chart agreed on. The chart is made from it; the app's own tests read it, with what
 * the chart makes of it, in `apps/flask/contract.json`.
 */
export const contract = {
  ports: {
    /** The mesh's: mTLS only. */
    http: 5000,
    /** The same app for clients outside the mesh: the one port that takes plain HTTP. */
    outside: 5001,
  },
  paths: {
    /** 200 while the process can answer; asks nobody, because a restart mends no database. */
    health: '/healthz',
    /** 200 while the database answers. */
    ready: '/readyz',
    metrics: '/metrics',
  },
  /** Any user that is not root will do. */
  user: 10001,
  /** gunicorn's, for bodies too large for its memory; its heartbeat is in `/dev/shm`, which every pod has. */
  writes: ['/tmp'],
  /** Ends it: it takes no new requests and answers those that it has, within SHUTDOWN_SECONDS. */
  stopSignal: 'SIGTERM',
  variables: {
    // https://www.postgresql.org/docs/current/libpq-envars.html
    required: ['PGHOST', 'PGUSER', 'PGPASSWORD', 'PGDATABASE'],
    optional: ['PGPORT', 'PGSSLMODE', 'PGCONNECT_TIMEOUT', 'PORTS', 'SHUTDOWN_SECONDS', 'KEEP_ALIVE_SECONDS'],
  },
} as const;
