/**
 * What the app of `apps/f1-vote` and its chart agreed on. The chart is made from it; the app's own tests read it, with
 * what the chart makes of it, in `apps/f1-vote/contract.json`.
 */
export const contract = {
  ports: {
    /** Pages, WebSockets and health; plain HTTP, behind a proxy. */
    http: 3000,
    /** Prometheus metrics, which are not for the public. */
    metrics: 9464,
  },
  paths: {
    /** 200 while the process can answer; asks neither for Redis nor for a client's address, which probes do not send. */
    health: '/health',
    metrics: '/metrics',
    /** WebSocket, and its fall-back by polling. */
    live: '/live',
    /** Asks for the login; everything that it guards lies below. */
    admin: '/admin',
  },
  /** Any user that is not root will do. */
  user: 10001,
  /** Folders that it writes to: none. */
  writes: [],
  /** Ends it: sockets are sent elsewhere, requests answered, within SHUTDOWN_TIMEOUT seconds. */
  stopSignal: 'SIGTERM',
  /** Variables that it reads: its own, and those of SvelteKit's adapter and of Node. */
  variables: {
    required: ['REDIS_URL', 'ADMIN_PASSWORD'],
    optional: [
      ...['HOST', 'PORT', 'METRICS_PORT', 'ADMIN_USER', 'VOTES_PER_MINUTE', 'MAX_SOCKETS'],
      ...['SHUTDOWN_TIMEOUT', 'KEEP_ALIVE_TIMEOUT', 'HEADERS_TIMEOUT'],
      // https://svelte.dev/docs/kit/adapter-node#Environment-variables
      ...['ADDRESS_HEADER', 'XFF_DEPTH', 'PROTOCOL_HEADER', 'HOST_HEADER', 'PORT_HEADER', 'BODY_SIZE_LIMIT'],
      ...['NODE_ENV', 'NODE_OPTIONS', 'MALLOC_ARENA_MAX'],
    ],
  },
  redis: {
    /** Its login. */
    user: 'vote',
    /** Begins every key and every channel. */
    prefix: 'vote:',
    /**
     * What it does there: ballots and the session are hashes, a counter limits clients, pub/sub tells all pods of a
     * change, WATCH lets one of two admins win; RESET finds its keys by SCAN. No scripts: Redis's worst holes of late
     * were in Lua.
     */
    commands: ['@hash', '@transaction', '@pubsub', 'get', 'incr', 'expire', 'ttl', 'del', 'unlink', 'scan'],
  },
} as const;
