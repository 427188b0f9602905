import type { Difference } from './compare';
import { quantity } from './quantity';

/** A value as a person reads it, in one line. */
export function shown(value: unknown): string {
  if (value === undefined) return 'unset';
  if (typeof value === 'string' && value.includes('\n')) return `${value.trimEnd().split('\n').length} lines`;
  return clipped(typeof value === 'string' ? value : JSON.stringify(value));
}

const clipped = (text: string) => (text.length > 80 ? `${text.slice(0, 77)}...` : text);

/** Both values; of lists what differs, and of long texts the first place that does. */
export function fromTo(difference: Difference): string {
  const { before, after } = difference;
  if (Array.isArray(before) && Array.isArray(after)) {
    const [less, more] = [gained({ ...difference, before: after, after: before }), gained(difference)];
    return less.length + more.length === 0 ? 'in another order' : `from ${shown(less)} to ${shown(more)}`;
  }
  if (typeof before === 'string' && typeof after === 'string') return fromToText(before, after);
  return `from ${shown(before)} to ${shown(after)}`;
}

function fromToText(before: string, after: string): string {
  const [was, is] = [before.split('\n'), after.split('\n')];
  const line = was.findIndex((text, i) => text !== is[i]);
  const at = line < 0 ? was.length : line;
  const place = was.length + is.length > 2 ? `in line ${at + 1} ` : '';
  const [old = '', now = ''] = [was[at]?.trim(), is[at]?.trim()];
  const skipped = old.length > 80 || now.length > 80 ? sharedLength(old, now) - 20 : 0;
  const end = (text: string) => clipped(skipped > 0 ? `...${text.slice(skipped)}` : text) || 'nothing';
  return `${place}from ${end(old)} to ${end(now)}`;
}

function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

/** Whether a path leads to a field or into it. */
export const begins = (path: readonly string[], field: string) => `${path.join('.')}.`.startsWith(`${field}.`);

/** The last key that is a name and not a place in a list. */
export function keyOf({ path }: Difference): string {
  return [...path].reverse().find((key) => !/^\d+$/.test(key)) ?? '';
}

/** Numbers of plain values, quantities and durations in seconds; NaN for what is none. */
export function amount(value: unknown): number {
  const text = String(value);
  const [, seconds] = /^(\d+(?:\.\d+)?)s$/.exec(text) ?? [];
  return seconds === undefined ? quantity(text) : Number(seconds);
}

export function lowered({ before, after }: Difference): boolean {
  return amount(after) < amount(before) || (after === undefined && !Number.isNaN(amount(before)));
}

/** Whether something was said to be so, and no longer is. */
export function switchedOff({ before, after }: Difference): boolean {
  return isTrue(before) && !isTrue(after);
}

export function switchedOn({ before, after }: Difference): boolean {
  return !isTrue(before) && isTrue(after);
}

const isTrue = (value: unknown) => value === true || value === 'true';

/** What is in the one and not in the other, of lists or single values. */
export function gained({ before, after }: Difference): unknown[] {
  const had = new Set(leaves(before).map((leaf) => JSON.stringify(leaf)));
  return leaves(after).filter((leaf) => !had.has(JSON.stringify(leaf)));
}

function leaves(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(leaves);
  return [value];
}
