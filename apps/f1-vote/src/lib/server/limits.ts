import { createHmac } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { keys } from './keys.ts';
import { ask, type Redis } from './redis.ts';

const MINUTE = 60;

export interface Allowance {
  readonly granted: boolean;
  /** Seconds until the count begins anew. */
  readonly retryAfter: number;
}

/** Counts what a client tries, for all pods together, and forgets it after a minute. */
export class Limits {
  readonly #redis: Redis;

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  /**
   * Takes one of `perMinute` tries.
   * @param secret under which the address is hashed: nobody who reads Redis finds it there
   */
  async take(kind: string, address: string, perMinute: number, secret: string): Promise<Allowance> {
    const key = keys.limit(kind, clientOf(address, secret));
    const [tries, , left] = await ask(() =>
      this.#redis.multi().incr(key).expire(key, MINUTE, 'NX').ttl(key).execTyped(),
    );
    return { granted: tries <= perMinute, retryAfter: Math.max(1, left) };
  }

  /** Tries so far in this minute. */
  async tries(kind: string, address: string, secret: string): Promise<number> {
    return Number((await ask(() => this.#redis.get(keys.limit(kind, clientOf(address, secret))))) ?? 0);
  }
}

function clientOf(address: string, secret: string): string {
  return createHmac('sha256', secret).update(network(address)).digest('base64url').slice(0, 22);
}

/** What counts as one client: an IPv4 address, or the /64 that one household or phone has of IPv6. */
export function network(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  const [bare = ''] = address.split('%');
  if (!isIPv6(bare)) return address;
  const [head = '', tail] = bare.toLowerCase().split('::');
  const groups = (part: string | undefined) => (part ? part.split(':') : []);
  const missing = tail === undefined ? 0 : 8 - groups(head).length - groups(tail).length;
  const all = [...groups(head), ...Array<string>(Math.max(0, missing)).fill('0'), ...groups(tail)];
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
