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

/** `*`, `N` or `N-M`, and a step behind it. */
function fits(part: string, [least, greatest]: readonly [number, number]): boolean {
  const match = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/([1-9]\d?))?$/.exec(part);
  if (!match) return false;
  const from = Number(match[1] ?? least);
  const to = Number(match[2] ?? match[1] ?? greatest);
  return least <= from && from <= to && to <= greatest;
}

/** When a CronJob runs: five fields of numbers, one blank between them. */
export const cronSchedule = z
  .string()
  .refine(isSchedule, "cron's five fields as numbers, e.g. 30 2 * * *: minute, hour, day of month, month, day of week");
