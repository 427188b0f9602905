import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** The cookie that makes it one vote per device and session. It holds nothing about the person or the machine. */
export const COOKIE = 'vote_device';

export interface SessionKey {
  readonly id: string;
  /** Random, of this session alone: with a new session, all cookies of the old one are void. */
  readonly key: string;
}

/** 96 random bits, as 16 characters of a cookie or a URL. */
export function randomId(): string {
  return randomBytes(12).toString('base64url');
}

/** A cookie's value for a device that has none yet. */
export function newDevice(session: SessionKey): string {
  const device = randomId();
  return `${session.id}.${device}.${signature(session, device)}`;
}

/** The device that a cookie's value stands for; undefined where it is forged, or of another session. */
export function deviceOf(value: string | undefined, session: SessionKey): string | undefined {
  const [id, device, signed, ...rest] = (value ?? '').split('.');
  if (id !== session.id || !device || !signed || rest.length > 0) return undefined;
  const expected = Buffer.from(signature(session, device));
  const given = Buffer.from(signed);
  return given.length === expected.length && timingSafeEqual(given, expected) ? device : undefined;
}

function signature({ id, key }: SessionKey, device: string): string {
  return createHmac('sha256', key).update(`${id}.${device}`).digest('base64url');
}
