import { type Cookies, fail, type RequestEvent } from '@sveltejs/kit';
import type { VoteAnswer } from '#lib/answer.ts';
import { driverOf } from '#lib/drivers.ts';
import { COOKIE, deviceOf, newDevice, type SessionKey } from '#lib/server/device.ts';
import { Unavailable } from '#lib/server/redis.ts';
import { running } from '#lib/server/running.ts';
import type { Actions, PageServerLoad } from './$types';

const WEEK = 7 * 24 * 3600;

/** How each answer is said in HTTP. */
const status = { already: 409, closed: 409, limited: 429, cookies: 400, invalid: 400, moment: 503 } as const;

export const load: PageServerLoad = async ({ cookies, url }) => {
  const { vote } = running();
  const { session, snapshot } = vote;
  if (!session) return { snapshot };
  const device = deviceOf(cookies.get(COOKIE), session);
  // A device without a cookie has not voted: Redis is asked about the others only.
  if (!device) giveDevice(cookies, session, url);
  const choice = device && session.state !== 'WAITING' ? await choiceOf(session.id, device) : undefined;
  return { snapshot, choice };
};

export const actions: Actions = {
  vote: async (event) => {
    const answer = await answerTo(event);
    if (answer.kind === 'accepted') return answer;
    if (answer.kind === 'limited') event.setHeaders({ 'retry-after': String(answer.retryAfter) });
    return fail(status[answer.kind], answer);
  },
};

async function answerTo({ request, cookies, url, getClientAddress }: RequestEvent): Promise<VoteAnswer> {
  const { vote, settings } = running();
  const form = await request.formData();
  const driver = Number(form.get('driver'));
  const { session } = vote;
  if (!session) return { kind: 'moment' };
  if (!driverOf(driver)) return { kind: 'invalid' };
  try {
    const { granted, retryAfter } = await vote.limits.take(
      'vote',
      getClientAddress(),
      settings.votesPerMinute,
      session.key,
    );
    if (!granted) return { kind: 'limited', retryAfter };
    const device = deviceOf(cookies.get(COOKIE), session);
    if (!device) {
      giveDevice(cookies, session, url);
      return { kind: 'cookies' };
    }
    // A page that still shows the session before this one votes in none.
    if (form.get('session') !== session.id) return { kind: 'closed' };
    const outcome = await vote.cast(session.id, device, driver);
    return outcome.kind === 'accepted' ? { ...outcome, driver } : outcome;
  } catch (error) {
    if (error instanceof Unavailable) return { kind: 'moment' };
    throw error;
  }
}

function giveDevice(cookies: Cookies, session: SessionKey, url: { readonly protocol: string }): void {
  cookies.set(COOKIE, newDevice(session), {
    path: '/',
    maxAge: WEEK,
    httpOnly: true,
    sameSite: 'lax',
    secure: url.protocol === 'https:',
  });
}

async function choiceOf(session: string, device: string): Promise<number | undefined> {
  try {
    return await running().vote.ballots.choice(session, device);
  } catch (error) {
    if (error instanceof Unavailable) return undefined;
    throw error;
  }
}
