import type { Difference } from './compare';
import { quantity } from './quantity';

/** A value as a person reads it, in one line. */
export function shown(value: unknown): string {
  if (value === undefined) return 'unset';
  const text = typeof value === 'string' && !value.includes('\n') ? value : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** Both values; of two texts of many lines the first that differs. */
export function fromTo({ before, after }: Difference): string {
  if (typeof before === 'string' && typeof after === 'string' && before.includes('\n') && after.includes('\n')) {
    const [was, is] = [before.split('\n'), after.split('\n')];
    const line = was.findIndex((text, i) => text !== is[i]);
    const at = line < 0 ? was.length : line;
    return `in line ${at + 1} from ${shown(was[at]?.trim())} to ${shown(is[at]?.trim())}`;
  }
  return `from ${shown(before)} to ${shown(after)}`;
}

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
