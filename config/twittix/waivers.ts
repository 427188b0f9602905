import type { Waiver } from '../waiver';

/** What the output may do although a rule forbids it. */
export const waivers: readonly Waiver[] = [];
