import type { State } from '#lib/session.ts';
import { keys } from './keys.ts';
import { ask, type Redis } from './redis.ts';

/** What became of a vote. */
export type Outcome =
  /** It counts; also where the same vote counted already, and only its answer was lost. */
  | { readonly kind: 'accepted' }
  /** This device voted for somebody else before, and that counts. */
  | { readonly kind: 'already'; readonly driver: number }
  /** The vote is not open, or no longer that of the session that the voter saw. */
  | { readonly kind: 'closed' };

/** Who voted for whom, in one hash a session. */
export class Ballots {
  readonly #redis: Redis;

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  /**
   * Decides and records a vote by one command: HSETNX. What surrounds it in MULTI tells how things stood at that very
   * moment. A vote that came too late is taken back, and its voter is told so; should the pod die before that, a vote
   * counts that nobody was promised.
   */
  async cast(session: string, device: string, driver: number): Promise<Outcome> {
    const ballots = keys.ballots(session);
    const [recorded, choice, [id, state]] = await ask(() =>
      this.#redis
        .multi()
        .hSetNX(ballots, device, String(driver))
        .hGet(ballots, device)
        .hmGet(keys.session, ['id', 'state'])
        .execTyped(),
    );
    if (!recorded && id === session) {
      return Number(choice) === driver ? { kind: 'accepted' } : { kind: 'already', driver: Number(choice) };
    }
    if (id === session && state === ('OPEN' satisfies State)) return { kind: 'accepted' };
    if (recorded) await ask(() => this.#redis.hDel(ballots, device));
    return { kind: 'closed' };
  }

  /** The driver that a device voted for. */
  async choice(session: string, device: string): Promise<number | undefined> {
    const choice = await ask(() => this.#redis.hGet(keys.ballots(session), device));
    return choice === null ? undefined : Number(choice);
  }

  /** Votes so far, of all drivers together. */
  total(session: string): Promise<number> {
    return ask(() => this.#redis.hLen(keys.ballots(session)));
  }
}
