import type { Settings } from './settings.ts';
import { Vote } from './vote.ts';

/** What runs in this process: the server starts it, and the pages use it. */
export interface Running {
  readonly settings: Settings;
  readonly vote: Vote;
}

let current: Running | undefined;

export function start(settings: Settings): Running {
  current = { settings, vote: new Vote(settings.redisUrl) };
  current.vote.start();
  return current;
}

/** @throws Error before the server has started */
export function running(): Running {
  if (!current) throw new Error('The vote does not run: start it by `node build/server/main.js`');
  return current;
}
