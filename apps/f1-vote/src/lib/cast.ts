import { deserialize } from '$app/forms';
import type { VoteAnswer } from './answer.ts';
import { backoff } from './backoff.ts';

/** Attempts before the voter is asked to try again. */
const ATTEMPTS = 6;

/**
 * Sends a vote until there is an answer: while Redis or a pod restarts, it is sent again. That is safe, because the same
 * vote of the same device counts once.
 * @param pause waits so many milliseconds between two attempts, or less when there is news
 */
export async function cast(form: FormData, pause: (milliseconds: number) => Promise<void>): Promise<VoteAnswer> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const answer = await send(form);
    // The first answer without a cookie brings one.
    if (answer.kind === 'cookies' && attempt === 0) continue;
    if (answer.kind !== 'moment') return answer;
    await pause(backoff(attempt));
  }
  return { kind: 'moment' };
}

async function send(form: FormData): Promise<VoteAnswer> {
  try {
    const headers = { accept: 'application/json', 'x-sveltekit-action': 'true' };
    const response = await fetch('?/vote', { method: 'POST', body: form, headers });
    const result = deserialize<VoteAnswer, VoteAnswer>(await response.text());
    return (result.type === 'success' || result.type === 'failure') && result.data ? result.data : { kind: 'moment' };
  } catch {
    return { kind: 'moment' };
  }
}
