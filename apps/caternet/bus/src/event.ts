import { createHash, randomUUID } from 'node:crypto';

/** Something that happened, as it travels on the bus. */
export interface Event<Data extends object = Record<string, unknown>> {
  /** Names this happening and no other. A publisher that tries again keeps it, while the bus gives each try another id. */
  readonly id: string;
  /** e.g. `new_mouse` */
  readonly type: string;
  /** When it happened, in ISO 8601. */
  readonly at: string;
  readonly data: Data;
}

/** An id at random, or the one that always follows from what an event comes of. */
export function newId(...of: readonly string[]): string {
  if (of.length === 0) return randomUUID();
  return createHash('sha256').update(JSON.stringify(of)).digest('hex').slice(0, 32);
}

/** @throws Error that says why this is none */
export function eventFrom(text: string): Event {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) throw new Error('not an object');
  const { id, type, at, data } = value as Partial<Event>;
  if (typeof id !== 'string' || !/^[A-Za-z0-9-]{8,64}$/.test(id)) throw new Error('without an id');
  if (typeof type !== 'string') throw new Error('without a type');
  if (typeof at !== 'string' || Number.isNaN(Date.parse(at))) throw new Error('without a time');
  if (typeof data !== 'object' || data === null || Array.isArray(data)) throw new Error('without data');
  return { id, type, at, data: data as Record<string, unknown> };
}
