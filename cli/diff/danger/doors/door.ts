import type { Difference } from '../../compare';
import { gained, shown, switchedOff, switchedOn } from '../../values';

/** A place where a change lets somebody in. */
export interface Door {
  /** Of paths such as `settings.ip_configuration.ssl_mode`. */
  readonly at: RegExp;
  /** Of kinds or types. @default any */
  readonly of?: (kind: string) => boolean;
  /** @returns the reason, undefined where nobody is let in */
  readonly opens: (difference: Difference, path: string) => string | undefined;
}

/** The first door that is opened at each place that differs. */
export function opened(doors: readonly Door[], kind: string, differences: readonly Difference[]): string[] {
  return differences.flatMap((difference) => {
    const path = difference.path.join('.');
    for (const { at, of = () => true, opens } of doors) {
      const reason = at.test(path) && of(kind) ? opens(difference, path) : undefined;
      if (reason !== undefined) return [reason];
    }
    return [];
  });
}

/** Ways in which a door is opened. */
export const more =
  (says: (values: string, path: string) => string): Door['opens'] =>
  (difference, path) => {
    const values = gained(difference);
    return values.length > 0 ? says(shown(values), path) : undefined;
  };

export const off: Door['opens'] = (difference, path) =>
  switchedOff(difference) ? `${path} is switched off` : undefined;

export const on =
  (because = ''): Door['opens'] =>
  (difference, path) =>
    switchedOn(difference) ? `${path} is switched on${because}` : undefined;

export const gone =
  (says: (path: string) => string): Door['opens'] =>
  ({ before, after }, path) =>
    before !== undefined && after === undefined ? says(path) : undefined;

/** To what is one of these, or to anything that is none of them. */
export const to =
  (is: (value: unknown) => boolean, says: (value: string, path: string) => string): Door['opens'] =>
  ({ after }, path) =>
    is(after) ? says(shown(after), path) : undefined;
