import { z } from 'zod';

/** Fields in their order, with their least and their greatest number; https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax */
const fields = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const;

function isSchedule(text: string): boolean {
  const parts = text.split(' ');
  return (
    parts.length === fields.length &&
    fields.every((bounds, i) => parts[i]?.split(',').every((part) => fits(part, bounds)))
  );
}

type Bounds = readonly [least: number, greatest: number];

/** `*`, `N` or `N-M`, and a step behind it; from a number on where there is a step and no end. */
function rangeOf(part: string, [least, greatest]: Bounds) {
  const match = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/([1-9]\d?))?$/.exec(part);
  if (!match) return undefined;
  const [, from = least, end, step] = match;
  const to = end ?? (match[1] === undefined || step !== undefined ? greatest : from);
  return { from: Number(from), to: Number(to), step: Number(step ?? 1) };
}

function fits(part: string, bounds: Bounds): boolean {
  const range = rangeOf(part, bounds);
  return range !== undefined && bounds[0] <= range.from && range.from <= range.to && range.to <= bounds[1];
}

/** When a CronJob runs: five fields of numbers, one blank between them. */
export const cronSchedule = z
  .string()
  .refine(isSchedule, "cron's five fields as numbers, e.g. 30 2 * * *: minute, hour, day of month, month, day of week");

const DAY_MINUTES = 24 * 60;

/** Four years have every day that there is, and what comes after them begins again. */
const CYCLE_DAYS = 4 * 365 + 1;

/**
 * The longest time between two starts of a schedule, in minutes.
 * @param schedule one that `cronSchedule` takes; `Infinity` for one that never starts, such as on the 31st of April
 */
export function longestGapMinutes(schedule: string): number {
  const parts = schedule.split(' ');
  const [minutes, hours, days, months, weekdays] = fields.map((bounds, i) => numbers(parts[i] ?? '', bounds));
  const times = [...(hours ?? [])]
    .flatMap((hour) => [...(minutes ?? [])].map((minute) => hour * 60 + minute))
    .sort((a, b) => a - b);
  const [first = 0] = times;
  const last = times.at(-1) ?? 0;
  // Where both kinds of days are narrowed, either will do.
  const either = [parts[2], parts[4]].every((part) => !part?.startsWith('*'));
  const isOn = (date: Date) => {
    const monthday = days?.has(date.getUTCDate()) ?? false;
    const weekday = weekdays?.has(date.getUTCDay()) || (date.getUTCDay() === 0 && weekdays?.has(7)) || false;
    return (months?.has(date.getUTCMonth() + 1) ?? false) && (either ? monthday || weekday : monthday && weekday);
  };
  const on = Array.from({ length: CYCLE_DAYS }, (_, day) => day).filter((day) =>
    isOn(new Date(day * DAY_MINUTES * 60_000)),
  );
  const [begin] = on;
  if (begin === undefined) return Number.POSITIVE_INFINITY;
  const apart = [...on.slice(1), begin + CYCLE_DAYS].map((day, i) => day - (on[i] ?? 0));
  const within = times.slice(1).map((time, i) => time - (times[i] ?? 0));
  return Math.max(...within, Math.max(...apart) * DAY_MINUTES - last + first);
}

/** What a field of a schedule allows. */
function numbers(field: string, bounds: Bounds): Set<number> {
  return new Set(
    field.split(',').flatMap((part) => {
      const { from, to, step } = rangeOf(part, bounds) ?? { from: 0, to: -1, step: 1 };
      return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);
    }),
  );
}
