import { z } from 'zod';
import { cidr, key } from './checks';
import { ANYWHERE, cidrSize } from './ranges';
import { valueAt } from './rules';
import type { Rule } from './system';

/** Who is let in: ranges of addresses, by the name of those who have them, e.g. `{ office: 198.51.100.0/24 }`. */
export type Clients = Readonly<Record<string, string>>;

/** The type of every list of those who are let in. Rules of firewalls and the like are called by the names. */
export const clients = z
  .record(key, cidr, {
    error: ({ code }) =>
      code === 'invalid_type' ? 'ranges by the name of who has them, e.g. { office: 198.51.100.0/24 }' : undefined,
  })
  .refine((all) => Object.keys(all).length < 2 || !isEveryone(all), {
    error: `${ANYWHERE}, which is everybody, beside no other range, or others without it: null unsets a built-in one`,
    abort: true,
  });

/** Where nobody at all is a mistake. */
export const someClients = clients.refine((all) => Object.keys(all).length > 0, 'at least one range');

export function isEveryone(all: Clients): boolean {
  return Object.values(all).includes(ANYWHERE);
}

/** Who lets in more addresses than a large company has lets in anybody, in however many ranges. */
const WIDEST = 16;

/** Nobody is let in by ranges that cannot be one's own. @param path of clients @param because what the problem ends with */
export function ownRanges(path: string, because: string): Rule<object> {
  return {
    reads: [path],
    check: (config) =>
      Object.values((valueAt(config, path) ?? {}) as Clients).some((range) => cidrSize(range) > 2 ** (32 - WIDEST))
        ? `ranges of your own, a /${WIDEST} at most: ${because}`
        : undefined,
  };
}
