import type { App } from 'cdk8s';
import type { F1VoteConfig } from '../../../config/f1-vote';
import type { Target } from '../../../config/system';
import { appChart } from './app';
import { namespacesChart } from './namespaces';
import { RedisChart } from './redis';
import { traefikChart } from './traefik';

/** Wires the charts: each gets the objects that it talks to. */
export function build(app: App, { config }: Target<F1VoteConfig>): void {
  namespacesChart(app, '00-f1-vote-namespaces');
  if ('aws' in config) traefikChart(app, 'f1-vote-traefik', config);
  const redis = new RedisChart(app, 'f1-vote-redis', config);
  appChart(app, 'f1-vote-app', config, redis);
}
