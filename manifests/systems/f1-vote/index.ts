import type { App } from 'cdk8s';
import type { F1VoteConfig } from '../../../config/f1-vote';
import type { Target } from '../../../config/system';
import { AppChart } from './app';
import { NamespacesChart } from './namespaces';
import { RedisChart } from './redis';
import { TraefikChart } from './traefik';

/** Wires the charts: each gets the objects that it talks to. */
export function build(app: App, { config }: Target<F1VoteConfig>): void {
  new NamespacesChart(app, '00-f1-vote-namespaces');
  if ('aws' in config) new TraefikChart(app, 'f1-vote-traefik', config);
  const redis = new RedisChart(app, 'f1-vote-redis', config);
  new AppChart(app, 'f1-vote-app', config, redis);
}
