/** Everything that the vote keeps in Redis, below the one prefix that its login may touch. */
export const PREFIX = 'vote:';

export const keys = {
  /** Hash: id, state and signing key of the session that runs. */
  session: `${PREFIX}session`,
  /** Hash: the driver's number by device. */
  ballots: (session: string) => `${PREFIX}${session}:ballots`,
  /** Hash: votes by driver, counted when the session is published. */
  tally: (session: string) => `${PREFIX}${session}:tally`,
  /** Counter that expires. */
  limit: (kind: string, client: string) => `${PREFIX}limit:${kind}:${client}`,
  /** Finds the keys of every session. */
  ofSessions: [`${PREFIX}*:ballots`, `${PREFIX}*:tally`],
} as const;

export const channels = {
  /** Something about the session changed: read it again. */
  changes: `${PREFIX}changes`,
  /** Each pod tells its number of open sockets. */
  pods: `${PREFIX}pods`,
} as const;
