/** Milliseconds before the first attempt to come back, and the most between two. */
const FIRST = 500;
const LONGEST = 15_000;

/**
 * Milliseconds to wait before the given attempt (0, 1, 2, ...): twice as long each time, at random within the upper
 * half, so that those who lost the same pod do not come back in one wave.
 */
export function backoff(attempt: number, random: () => number = Math.random): number {
  const most = Math.min(LONGEST, FIRST * 2 ** attempt);
  return most / 2 + (random() * most) / 2;
}
