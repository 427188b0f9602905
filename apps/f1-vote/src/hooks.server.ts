import { type RequestEvent, redirect } from '@sveltejs/kit';
import type { Handle } from '@sveltejs/kit/hooks';
import { isLanguage, type Language, preferred } from '#lib/messages.ts';
import { CHALLENGE, isAdmin, LOGINS_PER_MINUTE, loginOf } from '#lib/server/admin.ts';
import { log, reason } from '#lib/server/log.ts';
import { Unavailable } from '#lib/server/redis.ts';
import { running } from '#lib/server/running.ts';

const LANGUAGE_COOKIE = 'language';
const YEAR = 365 * 24 * 3600;

export const handle: Handle = async ({ event, resolve }) => {
  event.locals.language = language(event);
  const refused = /^\/admin(\/|$)/.test(event.url.pathname) ? await refuseStranger(event) : undefined;
  if (refused) return refused;
  const response = await resolve(event, {
    transformPageChunk: ({ html }) => html.replace('%lang%', event.locals.language),
  });
  response.headers.set('x-content-type-options', 'nosniff');
  response.headers.set('referrer-policy', 'same-origin');
  if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'private, no-store');
  return response;
};

export const handleError = ({ error, event, status }: { error: unknown; event: RequestEvent; status: number }) => {
  if (status >= 500) log('error', 'request failed', { path: event.url.pathname, status, reason: reason(error) });
};

/** What the visitor chose before, or what the browser asks for. `?lang=` chooses. */
function language({ url, cookies, request }: RequestEvent): Language {
  const chosen = url.searchParams.get('lang');
  if (isLanguage(chosen) && request.method === 'GET') {
    cookies.set(LANGUAGE_COOKIE, chosen, { path: '/', maxAge: YEAR, secure: url.protocol === 'https:' });
    redirect(303, url.pathname);
  }
  const before = cookies.get(LANGUAGE_COOKIE);
  return isLanguage(before) ? before : preferred(request.headers.get('accept-language'));
}

/** The answer to whoever is not logged in; undefined for an admin. */
async function refuseStranger(event: RequestEvent): Promise<Response | undefined> {
  const { settings, vote } = running();
  const header = event.request.headers.get('authorization');
  if (!header) return new Response('Login required\n', { status: 401, headers: { 'www-authenticate': CHALLENGE } });
  const secret = vote.session?.key;
  // Guesses are counted for all pods together, in Redis; nobody may guess while they cannot be.
  if (!secret) return later();
  try {
    const address = event.getClientAddress();
    if ((await vote.limits.tries('login', address, secret)) >= LOGINS_PER_MINUTE)
      return new Response('Too many attempts: wait a minute\n', { status: 429, headers: { 'retry-after': '60' } });
    if (isAdmin(header, loginOf(settings))) return undefined;
    await vote.limits.take('login', address, LOGINS_PER_MINUTE, secret);
    log('warn', 'a login was refused');
    return new Response('Login required\n', { status: 401, headers: { 'www-authenticate': CHALLENGE } });
  } catch (error) {
    if (error instanceof Unavailable) return later();
    throw error;
  }
}

function later(): Response {
  return new Response('One moment\n', { status: 503, headers: { 'retry-after': '5' } });
}
