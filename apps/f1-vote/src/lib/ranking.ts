/** One line of the published result. */
export interface Ranked {
  readonly driver: number;
  readonly votes: number;
  /** Equal votes share a rank, and the next one is skipped: 1, 2, 2, 4. */
  readonly rank: number;
  /** Part of all votes, from 0 to 1. */
  readonly share: number;
}

/**
 * Ranks every driver by votes; those with equal votes share a rank and stand by number.
 * @param tally votes by driver; who is missing has none
 */
export function ranking(drivers: readonly number[], tally: Readonly<Record<number, number>>): Ranked[] {
  const counted = drivers.map((driver) => ({ driver, votes: tally[driver] ?? 0 }));
  const total = counted.reduce((sum, { votes }) => sum + votes, 0);
  return counted
    .sort((a, b) => b.votes - a.votes || a.driver - b.driver)
    .map(({ driver, votes }) => ({
      driver,
      votes,
      rank: 1 + counted.filter((other) => other.votes > votes).length,
      share: total === 0 ? 0 : votes / total,
    }));
}
