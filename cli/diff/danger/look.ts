import type { Change } from '../compare';
import type { Forecast } from '../forecast/effect';

/** Looks at one change. @returns its reasons, none where there is no danger of that kind */
export type Look = (change: Change, forecast: Forecast) => readonly string[];
