import { createClient, type RedisClientType, WatchError } from '@redis/client';
import { log, reason } from './log.ts';

export type Redis = RedisClientType;

/** Milliseconds after which a reply is not waited for any longer. */
const PATIENCE = 5000;

/** Redis cannot be asked at the moment; what was asked of it may or may not have happened. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}

/**
 * A connection that comes back by itself, and fails at once while it is away: a voter is better told "one moment" than
 * kept waiting, and an old vote must not be sent after the voter gave up.
 */
export function connection(url: string, name: string, changed: (ready: boolean) => void = () => {}): Redis {
  const client = createClient({
    url,
    name,
    disableOfflineQueue: true,
    // An offer of Redis Enterprise; others answer with an error, and the ACL of the chart refuses it.
    maintNotifications: 'disabled',
    // A node that vanished sends no FIN: a ping without an answer closes the socket.
    pingInterval: PATIENCE,
    socket: {
      connectTimeout: PATIENCE,
      socketTimeout: 3 * PATIENCE,
      reconnectStrategy: (attempt) => Math.min(100 * 2 ** attempt, 2000),
    },
  });
  let lastError = '';
  client.on('error', (error) => {
    changed(false);
    // One line for an outage, not one for each attempt.
    if (reason(error) !== lastError) log('warn', 'redis is away', { connection: name, reason: reason(error) });
    lastError = reason(error);
  });
  client.on('ready', () => {
    lastError = '';
    log('info', 'redis is there', { connection: name });
    changed(true);
  });
  return client;
}

/**
 * Asks Redis, and waits a bounded time for the answer.
 * @throws Unavailable when there is no answer, or one that is an error
 * @throws WatchError when somebody changed what was watched
 */
export async function ask<Reply>(question: () => Promise<Reply>): Promise<Reply> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE} ms`)), PATIENCE);
  });
  try {
    return await Promise.race([question(), late]);
  } catch (error) {
    if (error instanceof Unavailable || error instanceof WatchError) throw error;
    throw new Unavailable(reason(error), { cause: error });
  } finally {
    clearTimeout(timer);
  }
}
