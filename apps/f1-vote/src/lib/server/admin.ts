import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Settings } from './settings.ts';

export interface Login {
  readonly user: string;
  readonly password: string;
}

export function loginOf({ adminUser, adminPassword }: Settings): Login {
  return { user: adminUser, password: adminPassword };
}

/** What a browser shows the login for. */
export const CHALLENGE = 'Basic realm="f1-vote", charset="UTF-8"';

/** Wrong passwords that one address may try in a minute. */
export const LOGINS_PER_MINUTE = 10;

/** Cookie that opens the admin's socket: not every browser sends a login with a WebSocket. */
export const PASS_COOKIE = 'vote_admin';
export const PASS_SECONDS = 12 * 3600;

/** Whether an Authorization header holds the login. */
export function isAdmin(header: string | null | undefined, { user, password }: Login): boolean {
  const given = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(header ?? '')?.[1] ?? '';
  return same(Buffer.from(given, 'base64'), Buffer.from(`${user}:${password}`));
}

/** The cookie's value for an admin who has just logged in; void with another password. */
export function pass(login: Login, now: number = Date.now()): string {
  const until = Math.floor(now / 1000) + PASS_SECONDS;
  return `${until}.${signature(until, login)}`;
}

export function isPass(value: string | undefined, login: Login, now: number = Date.now()): boolean {
  const [until = '', signed = ''] = (value ?? '').split('.');
  return Number(until) * 1000 > now && same(Buffer.from(signed), Buffer.from(signature(Number(until), login)));
}

function signature(until: number, { user, password }: Login): string {
  return createHmac('sha256', `${user}:${password}`).update(`admin ${until}`).digest('base64url');
}

/** Takes the same time whatever differs. */
function same(a: Buffer, b: Buffer): boolean {
  const digest = (content: Buffer) => createHash('sha256').update(content).digest();
  return timingSafeEqual(digest(a), digest(b));
}
