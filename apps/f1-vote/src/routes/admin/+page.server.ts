import { fail } from '@sveltejs/kit';
import { loginOf, PASS_COOKIE, PASS_SECONDS, pass } from '#lib/server/admin.ts';
import { Unavailable } from '#lib/server/redis.ts';
import { running } from '#lib/server/running.ts';
import { isAct, isState } from '#lib/session.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ cookies, url }) => {
  const { vote, settings } = running();
  cookies.set(PASS_COOKIE, pass(loginOf(settings)), {
    path: '/admin',
    maxAge: PASS_SECONDS,
    httpOnly: true,
    sameSite: 'strict',
    secure: url.protocol === 'https:',
  });
  await vote.look().catch((error: unknown) => {
    if (!(error instanceof Unavailable)) throw error;
  });
  return { snapshot: vote.adminSnapshot };
};

export const actions: Actions = {
  /** Asks whether it is meant, and does it once it was confirmed. */
  act: async ({ request }) => {
    const form = await request.formData();
    const act = form.get('act');
    const id = form.get('session');
    const state = form.get('state');
    if (!isAct(act) || typeof id !== 'string' || !isState(state)) return fail(400, { problem: 'changed' as const });
    if (form.get('confirmed') !== 'yes') return { confirm: act, id, state };
    try {
      if (await running().vote.act(act, { id, state })) return { done: act };
      return fail(409, { problem: 'changed' as const });
    } catch (error) {
      if (error instanceof Unavailable) return fail(503, { problem: 'moment' as const });
      throw error;
    }
  },
};
