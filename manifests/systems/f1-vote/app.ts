import type { App } from 'cdk8s';

import { APP_FOLDER, appImage, contract, type F1VoteConfig, forwardedDepth } from '../../../config/f1-vote';

import { idleSeconds, outlasting } from '../../../config/timeouts';
import { buildTag, reference } from '../../../config/versions';
import { k3sTraefik, otherTraefik } from '../../components/k3s-traefik';
import { httpProbes } from '../../constructs/probes';
import { randomSecrets } from '../../constructs/secrets';
import { WebApp } from '../../constructs/web-app';
import { isRestricted, RestrictedAdmin } from './admin';
import { F1VoteChart } from './chart';
import { workersOnly } from './placement';
import type { RedisChart } from './redis';

/** Votes that one client may cast in a minute. */
const VOTES_PER_MINUTE = 20;

/** WebSockets that one pod takes, by its memory; who is refused asks every five seconds instead. */
const MAX_SOCKETS = 3000;

/** Seconds that open requests and WebSockets get to end. */
const SHUTDOWN_SECONDS = 30;

/** Seconds that an idle connection stays open. */
const KEEP_ALIVE_SECONDS = outlasting(idleSeconds.proxy);

/** The vote: pages, WebSocket and API of one Node app. */
export function appChart(app: App, id: string, config: F1VoteConfig, { redis, secret }: RedisChart): void {
  const chart = new F1VoteChart(app, id);
  const filledBy = config.secrets;
  const { admin } = randomSecrets(chart, 'generate-admin-secret', { admin: ['password'] }, { filledBy });
  const vote = new WebApp(chart, 'f1-vote', {
    component: 'app',
    image: appImage(config),
    user: contract.user,
    // Measured (apps/f1-vote/README.md): 45 MiB at rest, 17 KiB a socket; a vote takes 1.7 ms of a core, so that 70 % of
    // this request is some 80 votes a second and pod. Eight of them fit two t3.micro beside what K3s itself runs there.
    resources: { cpu: '200m', memory: '64Mi', memoryLimit: '128Mi' },
    env: {
      NODE_ENV: 'production',
      // V8 would size its heap by the node. Its young generation of up to 48 MiB is made for fewer, longer requests, and
      // glibc would keep an arena of freed memory for each thread.
      NODE_OPTIONS: '--max-old-space-size=80 --max-semi-space-size=2',
      MALLOC_ARENA_MAX: '2',
      MAX_SOCKETS: String(MAX_SOCKETS),
      HOST: '0.0.0.0',
      PORT: String(contract.ports.http),
      METRICS_PORT: String(contract.ports.metrics),
      // Who asks, and how the browser came, as the proxies in front say it; https://svelte.dev/docs/kit/adapter-node
      ADDRESS_HEADER: 'X-Forwarded-For',
      XFF_DEPTH: String(forwardedDepth(config)),
      PROTOCOL_HEADER: 'X-Forwarded-Proto',
      BODY_SIZE_LIMIT: '16K',
      SHUTDOWN_TIMEOUT: String(SHUTDOWN_SECONDS),
      KEEP_ALIVE_TIMEOUT: String(KEEP_ALIVE_SECONDS),
      HEADERS_TIMEOUT: String(outlasting(KEEP_ALIVE_SECONDS)),
      VOTES_PER_MINUTE: String(VOTES_PER_MINUTE),
      ADMIN_USER: config.admin.user,
      ADMIN_PASSWORD: admin.env('password'),
      // Before the URL: Kubernetes only expands variables that stand above.
      REDIS_PASSWORD: secret.env('password'),
      REDIS_URL: redis.url('REDIS_PASSWORD'),
    },
    ports: contract.ports,
    probes: httpProbes(contract.paths.health),
    gracePeriod: SHUTDOWN_SECONDS + 5,
    service: { ports: { http: 80 } },
    ...(config.placement === 'by-role' && { affinity: workersOnly }),
  });
  chart.expect({ kind: 'image', name: reference(appImage(config)), from: howToBuild(config) });
  vote.connectTo(redis, 'redis');
  publish(chart, vote, config);
}

function publish(chart: F1VoteChart, vote: WebApp, config: F1VoteConfig): void {
  vote.exposeViaIngress(config.host, k3sTraefik, { tls: false });
  if (isRestricted(config)) new RestrictedAdmin(chart, 'admin', config, vote.name, k3sTraefik);
  if (!('aws' in config)) vote.network.allowFrom(otherTraefik, contract.ports.http);
}

/** The command that makes the image, and how it comes to the nodes. */
function howToBuild(config: F1VoteConfig): string {
  const build = `docker build --tag ${buildTag(appImage(config))} ${APP_FOLDER}`;
  return 'aws' in config ? `${build}, then docker push; the workflow does both` : `${build}, then k3d image import`;
}
