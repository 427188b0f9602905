import { randomBytes } from 'node:crypto';
import { WatchError } from '@redis/client';
import { numbers } from '#lib/drivers.ts';
import { type Act, isState, type State, transitions } from '#lib/session.ts';
import { randomId, type SessionKey } from './device.ts';
import { channels, keys } from './keys.ts';
import { ask, type Redis } from './redis.ts';

export interface Session extends SessionKey {
  readonly state: State;
}

/** Ballots that one command of a count reads. */
const PAGE = 1000;

/** The session that runs, and what may become of it. */
export class Sessions {
  readonly #redis: Redis;

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  /** The session that runs; the first pod of all begins one. */
  async current(): Promise<Session> {
    const found = await this.#read(this.#redis);
    if (found) return found;
    await this.#alone(async (redis) => !(await this.#read(redis)) && this.#replace(redis));
    return this.current();
  }

  /**
   * Does what an admin asks for, if the vote still is as the admin saw it: of two admins, or two clicks, one wins.
   * @returns whether it was done
   */
  async act(act: Act, seen: Pick<Session, 'id' | 'state'>): Promise<boolean> {
    const done = await this.#alone(async (redis) => {
      const session = await this.#read(redis);
      if (session?.id !== seen.id || session.state !== seen.state) return false;
      const { from, to } = transitions[act];
      if (!from.includes(session.state)) return false;
      if (act === 'reset') return this.#replace(redis);
      const change = redis.multi().hSet(keys.session, 'state', to);
      if (act === 'publish') {
        const tally = Object.entries(await this.#count(redis, session.id)).map(([driver, votes]) => [
          driver,
          String(votes),
        ]);
        change.del(keys.tally(session.id)).hSet(keys.tally(session.id), Object.fromEntries(tally));
      }
      return (await change.publish(channels.changes, session.id).exec()) !== null;
    });
    if (done && act === 'reset') await this.#clear();
    return done;
  }

  /** Votes by driver, as they were counted at PUBLISH. */
  async tally(session: string): Promise<Record<number, number>> {
    const counted = await ask(() => this.#redis.hGetAll(keys.tally(session)));
    return Object.fromEntries(Object.entries(counted).map(([driver, votes]) => [Number(driver), Number(votes)]));
  }

  async #read(redis: Redis): Promise<Session | undefined> {
    const [id, state, key] = await ask(() => redis.hmGet(keys.session, ['id', 'state', 'key']));
    return id && key && isState(state) ? { id, state, key } : undefined;
  }

  /** Counts what is on the ballots, page by page: Redis answers others in between. */
  async #count(redis: Redis, session: string): Promise<Record<number, number>> {
    const tally = Object.fromEntries(numbers.map((number) => [number, 0]));
    let cursor = '0';
    // A page may repeat what another had, when the hash grows meanwhile.
    const seen = new Set<string>();
    do {
      const page = await ask(() => redis.hScan(keys.ballots(session), cursor, { COUNT: PAGE }));
      for (const { field: device, value: driver } of page.entries) {
        if (seen.has(device)) continue;
        seen.add(device);
        tally[Number(driver)] = (tally[Number(driver)] ?? 0) + 1;
      }
      cursor = page.cursor;
    } while (cursor !== '0');
    return tally;
  }

  /** A new session in place of the old one. */
  async #replace(redis: Redis): Promise<boolean> {
    const session = { id: randomId(), state: 'WAITING', key: randomBytes(32).toString('base64url') };
    const change = redis.multi().hSet(keys.session, session).publish(channels.changes, session.id);
    return (await ask(() => change.exec())) !== null;
  }

  /** Removes what sessions before this one left. */
  async #clear(): Promise<void> {
    const { id } = await this.current();
    const kept: string[] = [keys.ballots(id), keys.tally(id)];
    for (const pattern of keys.ofSessions) {
      let cursor = '0';
      do {
        const page = await ask(() => this.#redis.scan(cursor, { MATCH: pattern, COUNT: PAGE }));
        const old = page.keys.filter((key) => !kept.includes(key));
        // UNLINK frees the memory of a large hash beside other work.
        if (old.length > 0) await ask(() => this.#redis.unlink(old));
        cursor = page.cursor;
      } while (cursor !== '0');
    }
  }

  /** Works on a connection of its own that watches the session; false when somebody else changed it meanwhile. */
  async #alone(work: (redis: Redis) => Promise<boolean>): Promise<boolean> {
    const redis = this.#redis.duplicate({ name: 'admin', socket: { reconnectStrategy: false } }) as Redis;
    redis.on('error', () => {});
    try {
      return await ask(async () => {
        await redis.connect();
        await redis.watch(keys.session);
        return work(redis);
      });
    } catch (error) {
      if (error instanceof WatchError) return false;
      throw error;
    } finally {
      redis.destroy();
    }
  }
}
