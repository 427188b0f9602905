import type { App } from 'cdk8s';
import { contract, type F1VoteConfig, ports } from '../../../config/f1-vote';
import { Redis, type RedisUser } from '../../components/redis';
import type { SecretRef } from '../../constructs/secret-ref';
import { randomSecrets } from '../../constructs/secrets';
import { F1VoteChart } from './chart';
import { controlPlane } from './placement';

/** What the vote may do there: no more than it says that it does. */
const vote: RedisUser = {
  name: contract.redis.user,
  rules: [
    `~${contract.redis.prefix}*`,
    `&${contract.redis.prefix}*`,
    ...contract.redis.commands.map((command) => `+${command}`),
    // Last: of what the groups above hold, nothing that Redis itself calls dangerous, and nothing that waits.
    ...['-@dangerous', '-@blocking'],
  ],
};

/** Where the votes are. */
export class RedisChart extends F1VoteChart {
  readonly redis: Redis;
  readonly secret: SecretRef;

  constructor(app: App, id: string, config: F1VoteConfig) {
    super(app, id);
    const filledBy = config.secrets;
    this.secret = randomSecrets(this, 'generate-redis-secret', { redis: ['password'] }, { filledBy }).redis;
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
