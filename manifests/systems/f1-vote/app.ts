import type { App } from 'cdk8s';
import { appImage, type F1VoteConfig, forwardedDepth, origin, ports } from '../../../config/f1-vote';
import { idleSeconds, outlasting } from '../../../config/timeouts';
import { reference } from '../../../config/versions';
import { httpProbes } from '../../constructs/probes';
import { scratch } from '../../constructs/volumes';
import { WebApp } from '../../constructs/web-app';
import { isRestricted, RestrictedAdmin } from './admin';
import { F1VoteChart } from './chart';
import { workersOnly } from './placement';
import type { RedisChart } from './redis';
import { k3sTraefik, otherTraefik } from './traefik';

/** Votes that one client may cast in a minute. */
const VOTES_PER_MINUTE = 20;

/** Seconds that open requests and WebSockets get to end. */
const SHUTDOWN_SECONDS = 30;

/** The vote: pages, WebSocket and API of one Node app. */
export class AppChart extends F1VoteChart {
  readonly vote: WebApp;

  constructor(app: App, id: string, config: F1VoteConfig, { redis, secret }: RedisChart) {
    super(app, id);
    const { minReplicas, maxReplicas, cpuPercent } = config.app;
    const admin = this.password('generate-admin-secret', 'admin', config);
    this.vote = new WebApp(this, 'f1-vote', {
      component: 'app',
      image: appImage(config),
      autoscale: { min: minReplicas, max: maxReplicas, cpuPercent },
      user: 10001,
      // Eight of them fit two t3.micro beside what K3s itself runs there.
      resources: { cpu: '200m', memory: '80Mi', memoryLimit: '160Mi' },
      env: {
        NODE_ENV: 'production',
        // V8 would size its heap by the node; what is above it is buffers and code.
        NODE_OPTIONS: '--max-old-space-size=96',
        HOST: '0.0.0.0',
        PORT: String(ports.app),
        ...addressSettings(config),
        BODY_SIZE_LIMIT: '16K',
        SHUTDOWN_TIMEOUT: String(SHUTDOWN_SECONDS),
        KEEP_ALIVE_TIMEOUT: String(outlasting(idleSeconds.proxy)),
        VOTES_PER_MINUTE: String(VOTES_PER_MINUTE),
        ADMIN_USER: config.admin.user,
        ADMIN_PASSWORD: admin.env('password'),
        // Before the URL: Kubernetes only expands variables that stand above.
        REDIS_PASSWORD: secret.env('password'),
        REDIS_URL: redis.url('REDIS_PASSWORD'),
      },
      ports: { http: ports.app },
      probes: httpProbes('/health'),
      gracePeriod: SHUTDOWN_SECONDS + 5,
      mounts: { '/tmp': scratch('tmp') },
      service: { ports: { http: 80 } },
      ...(config.placement === 'by-role' && { affinity: workersOnly }),
    });
    this.expect({ kind: 'image', name: reference(appImage(config)), from: 'built from your f1-vote sources' });
    this.vote.connectTo(redis, 'redis');
    this.publish(config);
  }

  private publish(config: F1VoteConfig): void {
    this.vote.exposeViaIngress(config.host, k3sTraefik, { tls: false });
    if (isRestricted(config)) new RestrictedAdmin(this, 'admin', config, this.vote.name, k3sTraefik);
    if (!('aws' in config)) this.vote.network.allowFrom(otherTraefik, ports.app);
  }
}

/** How the app learns who asks and by which address; https://svelte.dev/docs/kit/adapter-node#Environment-variables */
function addressSettings(config: F1VoteConfig): Record<string, string> {
  const address = origin(config);
  return {
    ADDRESS_HEADER: 'X-Forwarded-For',
    XFF_DEPTH: String(forwardedDepth(config)),
    // Without a host of its own, the vote is where the browser found it: at the Host header, by the proxies' protocol.
    ...(address ? { ORIGIN: address } : { PROTOCOL_HEADER: 'X-Forwarded-Proto' }),
  };
}
