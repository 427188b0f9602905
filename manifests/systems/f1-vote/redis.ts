import type { App } from 'cdk8s';
import { type F1VoteConfig, ports } from '../../../config/f1-vote';
import { Redis, type RedisUser } from '../../components/redis';
import type { SecretRef } from '../../constructs/secret-ref';
import { F1VoteChart } from './chart';
import { controlPlane } from './placement';

/**
 * What the vote does with Redis: it counts, remembers who voted, limits clients and tells all pods of a change; all
 * under the prefix `vote:`. RESET finds its keys by SCAN and removes them by DEL or UNLINK, which only reach that
 * prefix. No scripts: Redis's worst holes of late were in Lua, and MULTI serves.
 */
const vote: RedisUser = {
  name: 'vote',
  rules: [
    '~vote:*',
    '&vote:*',
    ...['+@string', '+@hash', '+@set', '+@sortedset', '+@transaction', '+@pubsub'],
    ...['+del', '+unlink', '+exists', '+expire', '+pexpire', '+expireat', '+ttl', '+pttl', '+type', '+scan'],
    // Last: of what the groups above hold, nothing that Redis itself calls dangerous (SORT), and nothing that waits.
    ...['-@dangerous', '-@blocking'],
  ],
};

/** Where the votes are. */
export class RedisChart extends F1VoteChart {
  readonly redis: Redis;
  readonly secret: SecretRef;

  constructor(app: App, id: string, config: F1VoteConfig) {
    super(app, id);
    this.secret = this.password('generate-redis-secret', 'redis', config);
    this.redis = new Redis(this, 'redis', {
      user: vote,
      secret: this.secret,
      storage: config.redis.storage,
      port: ports.redis,
      // Its volume lies on the node's own disk.
      ...(config.placement === 'by-role' && { nodeSelector: controlPlane }),
    });
  }
}
