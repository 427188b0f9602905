import { EventEmitter } from 'node:events';
import { numbers } from '#lib/drivers.ts';
import { type Ranked, ranking } from '#lib/ranking.ts';
import type { Act, AdminSnapshot, RedisNumbers, Snapshot } from '#lib/session.ts';
import { Ballots, type Outcome } from './ballots.ts';
import { redisNumbers } from './info.ts';
import { channels } from './keys.ts';
import { Limits } from './limits.ts';
import { log, reason } from './log.ts';
import { gauges, votes } from './metrics.ts';
import { Pods } from './pods.ts';
import { ask, connection, type Redis } from './redis.ts';
import { type Session, Sessions } from './sessions.ts';

/** Milliseconds between two looks at Redis: what a pod reads for everybody, however many vote. */
const TICK = 1000;

interface Events {
  /** The snapshot is another. */
  change: [];
  /** A tick went by. */
  tick: [];
}

/** The vote as one pod knows it: the session and the count of a moment ago, kept up to date for all who look. */
export class Vote extends EventEmitter<Events> {
  readonly ballots: Ballots;
  readonly limits: Limits;
  readonly #redis: Redis;
  readonly #subscriber: Redis;
  readonly #sessions: Sessions;
  readonly #pods = new Pods();
  #session: Session | undefined;
  #votes = 0;
  #votesPerSecond = 0;
  #results: readonly Ranked[] | undefined;
  #available = false;
  #redisNumbers: RedisNumbers | undefined;
  #lastTick = performance.now();
  #refreshing: Promise<void> | undefined;
  #again = false;
  #timer: NodeJS.Timeout | undefined;
  /** Open sockets of this pod. */
  clients: () => number = () => 0;
  /** Whether an admin looks, for whom Redis is asked about itself. */
  watched: () => boolean = () => false;

  constructor(redisUrl: string) {
    super();
    this.setMaxListeners(0);
    this.#redis = connection(redisUrl, 'commands', (ready) => (ready ? void this.#refresh() : this.#lost()));
    this.#subscriber = connection(redisUrl, 'changes', (ready) => ready && void this.#refresh());
    this.#sessions = new Sessions(this.#redis);
    this.ballots = new Ballots(this.#redis);
    this.limits = new Limits(this.#redis);
  }

  /** Begins to connect; does not wait, since the pod serves without Redis, too. */
  start(): void {
    void this.#redis.connect().catch((error: unknown) => log('error', 'redis', { reason: reason(error) }));
    void this.#listen();
    this.#timer = setInterval(() => void this.#tick(), TICK);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    for (const client of [this.#redis, this.#subscriber]) client.destroy();
  }

  /** The session that runs, once this pod has seen one. */
  get session(): Session | undefined {
    return this.#session;
  }

  get snapshot(): Snapshot {
    return {
      available: this.#available,
      ...(this.#session && { session: this.#session.id, state: this.#session.state }),
      votes: this.#votes,
      ...(this.#results && { results: this.#results }),
    };
  }

  get adminSnapshot(): AdminSnapshot {
    return {
      ...this.snapshot,
      numbers: {
        votesPerSecond: this.#votesPerSecond,
        ...this.#pods.count(),
        ...(this.#available && this.#redisNumbers && { redis: this.#redisNumbers }),
      },
    };
  }

  /** Counts the vote of a device. @throws Unavailable */
  async cast(session: string, device: string, driver: number): Promise<Outcome> {
    const outcome = await this.ballots.cast(session, device, driver);
    votes.add(outcome.kind);
    return outcome;
  }

  /** @returns whether it was done; not if the vote is no longer as the admin saw it. @throws Unavailable */
  async act(act: Act, seen: Pick<Session, 'id' | 'state'>): Promise<boolean> {
    const done = await this.#sessions.act(act, seen);
    log('info', done ? 'the vote changed' : 'the vote had changed before', { act, session: seen.id });
    if (done) await this.#refresh();
    return done;
  }

  /** Figures of Redis itself, for an admin. @throws Unavailable */
  async look(): Promise<void> {
    this.#redisNumbers = redisNumbers(await ask(() => this.#redis.info()));
  }

  async #listen(): Promise<void> {
    try {
      await this.#subscriber.connect();
      // Subscriptions survive a lost connection: the client renews them.
      await this.#subscriber.subscribe(channels.changes, () => void this.#refresh());
      await this.#subscriber.subscribe(channels.pods, (announcement) => this.#pods.hear(announcement));
    } catch (error) {
      log('error', 'cannot subscribe', { reason: reason(error) });
    }
  }

  async #tick(): Promise<void> {
    const before = { session: this.#session?.id, votes: this.#votes };
    const now = performance.now();
    const seconds = (now - this.#lastTick) / 1000;
    this.#lastTick = now;
    await this.#refresh();
    const counted = this.#session?.id === before.session ? this.#votes - before.votes : this.#votes;
    this.#votesPerSecond = Math.max(0, counted / seconds);
    if (this.#available) {
      try {
        await ask(() => this.#redis.publish(channels.pods, this.#pods.announcement(this.clients())));
        if (this.watched()) await this.look();
      } catch {
        this.#lost();
      }
    }
    this.emit('tick');
  }

  /** Reads the session again; of calls while it reads, one more reading follows. */
  async #refresh(): Promise<void> {
    if (this.#refreshing) {
      this.#again = true;
      return this.#refreshing;
    }
    this.#refreshing = this.#read().finally(() => {
      this.#refreshing = undefined;
    });
    await this.#refreshing;
    if (this.#again) {
      this.#again = false;
      await this.#refresh();
    }
  }

  async #read(): Promise<void> {
    const before = JSON.stringify(this.snapshot);
    try {
      const session = await this.#sessions.current();
      const same = this.#session?.id === session.id;
      // Nobody votes in a session that waits, or that was published.
      const total = session.state === 'WAITING' ? 0 : await this.ballots.total(session.id);
      const known = same && this.#session?.state === 'PUBLISHED' ? this.#results : undefined;
      this.#results =
        session.state === 'PUBLISHED' ? (known ?? ranking(numbers, await this.#sessions.tally(session.id))) : undefined;
      this.#session = session;
      this.#votes = total;
      this.#available = true;
    } catch (error) {
      if (this.#available) log('warn', 'the vote cannot be read', { reason: reason(error) });
      this.#available = false;
    }
    gauges.redisUp = this.#available ? 1 : 0;
    if (JSON.stringify(this.snapshot) !== before) this.emit('change');
  }

  #lost(): void {
    if (!this.#available) return;
    this.#available = false;
    gauges.redisUp = 0;
    this.emit('change');
  }
}
