import type { Change } from '../compare';
import type { Forecast } from '../forecast/effect';
import { dataDanger } from './data';
import { doorDanger } from './doors';
import { interruptionDanger } from './interruption';
import type { Look } from './look';
import { moneyDanger } from './money';

/** Kinds of danger, the worst first. */
export const dangers = {
  data: 'data lost',
  doors: 'doors opened',
  interruption: 'service interrupted',
  money: 'money',
} as const;

export type DangerClass = keyof typeof dangers;

export interface Danger {
  readonly class: DangerClass;
  /** Why, as the end of a sentence about the thing. */
  readonly reason: string;
}

const looks: Readonly<Record<DangerClass, Look>> = {
  data: dataDanger,
  doors: doorDanger,
  interruption: interruptionDanger,
  money: moneyDanger,
};

export function dangersOf(change: Change, forecast: Forecast): Danger[] {
  return (Object.keys(looks) as DangerClass[]).flatMap((name) =>
    [...new Set(looks[name](change, forecast))].map((reason) => ({ class: name, reason })),
  );
}
