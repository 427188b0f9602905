/** Where a version was last seen, and how long its makers mend it. */
export interface Support {
  /** Day of the last look, as YYYY-MM-DD. */
  readonly seen: string;
  /** The page, pull request or package registry that showed this version then. */
  readonly source: string;
  /** Last day on which its makers mend it, as YYYY-MM-DD. @default they name no day: it ends when a later version comes */
  readonly until?: string;
  /** Where its makers say how long they mend a version. */
  readonly policy: string;
}

/** Months after which a version whose makers name no day is looked at again. */
const MONTHS = 6;

/**
 * Why a version should be replaced or looked at again, in words that follow its name; nothing while it is supported.
 * @param today YYYY-MM-DD
 */
export function unsupported({ seen, until, policy }: Support, today: string): string | undefined {
  if (until !== undefined) return until < today ? `is unsupported since ${until}: ${policy}` : undefined;
  const again = new Date(`${seen}T00:00:00Z`);
  again.setUTCMonth(again.getUTCMonth() + MONTHS);
  return again.toISOString().slice(0, 10) < today ? `was last looked at on ${seen}: ${policy}` : undefined;
}
