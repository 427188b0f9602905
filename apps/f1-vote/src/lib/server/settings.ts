/** What the app reads from its environment. SvelteKit's adapter reads the rest: ADDRESS_HEADER, XFF_DEPTH, PROTOCOL_HEADER, BODY_SIZE_LIMIT. */
export interface Settings {
  readonly host: string;
  readonly port: number;
  /** Where Prometheus finds metrics; not for the public. */
  readonly metricsPort: number;
  /** `redis://user:password@host:port` */
  readonly redisUrl: string;
  readonly adminUser: string;
  readonly adminPassword: string;
  /** Votes that one address may try in a minute. */
  readonly votesPerMinute: number;
  /** WebSockets that this pod takes at most: each costs memory. */
  readonly maxSockets: number;
  /** Seconds that requests and sockets get to end after SIGTERM. */
  readonly shutdownSeconds: number;
  /** Seconds that an idle connection stays open: longer than the proxy in front keeps it, or it answers 502. */
  readonly keepAliveSeconds: number;
  /** Seconds in which a request's headers must arrive; longer than `keepAliveSeconds`. */
  readonly headersSeconds: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws Error that names every variable that is missing or not what it must be; never a value, which may be secret */
export function readSettings(environment: Environment): Settings {
  const problems: string[] = [];

  function text(name: string, fallback?: string): string {
    const value = environment[name] || fallback;
    if (value === undefined) problems.push(`${name} is missing`);
    return value ?? '';
  }

  function whole(name: string, fallback: number, least: number, most: number): number {
    const given = environment[name] || String(fallback);
    const value = /^\d+$/.test(given) ? Number(given) : Number.NaN;
    if (!(value >= least && value <= most)) problems.push(`${name} must be a whole number from ${least} to ${most}`);
    return value;
  }

  const settings: Settings = {
    host: text('HOST', '0.0.0.0'),
    port: whole('PORT', 3000, 0, 65535),
    metricsPort: whole('METRICS_PORT', 9464, 0, 65535),
    redisUrl: text('REDIS_URL'),
    adminUser: text('ADMIN_USER', 'admin'),
    adminPassword: text('ADMIN_PASSWORD'),
    votesPerMinute: whole('VOTES_PER_MINUTE', 20, 1, 1_000_000),
    maxSockets: whole('MAX_SOCKETS', 3000, 1, 1_000_000),
    shutdownSeconds: whole('SHUTDOWN_TIMEOUT', 30, 1, 3600),
    keepAliveSeconds: whole('KEEP_ALIVE_TIMEOUT', 95, 1, 3600),
    headersSeconds: whole('HEADERS_TIMEOUT', 100, 1, 3600),
  };
  if (settings.redisUrl && !/^rediss?:\/\/./.test(settings.redisUrl))
    problems.push('REDIS_URL must begin with redis://');
  if (settings.headersSeconds <= settings.keepAliveSeconds)
    problems.push('HEADERS_TIMEOUT must be above KEEP_ALIVE_TIMEOUT');
  if (problems.length > 0) throw new Error(`The environment is not complete: ${problems.join('; ')}`);
  return settings;
}
