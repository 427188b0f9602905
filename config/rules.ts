import { overlap } from './ranges';
import type { Rule } from './system';

/** Cross-field rules that any system may need; what they say follows "expected". Paths such as `gcp.network.pods`. */

/** Every two of some paths, the later one first, so that each problem names both. */
function pairs(paths: readonly string[]): [string, string][] {
  return paths.flatMap((a, i) => paths.slice(0, i).map((b): [string, string] => [a, b]));
}

/** No two ranges share an address. */
export function disjoint(paths: readonly string[]): Rule<object>[] {
  return pairs(paths).map(([a, b]) => ({
    reads: [a, b],
    check: (config) => {
      const [one, other] = [a, b].map((path) => String(valueAt(config, path)));
      return overlap(one as string, other as string) ? `a range that does not overlap ${b} (${other})` : undefined;
    },
  }));
}

/** No two values are the same. @param what they are, e.g. `a host` */
export function distinct(what: string, paths: readonly string[]): Rule<object>[] {
  return pairs(paths).map(([a, b]) => ({
    reads: [a, b],
    check: (config) =>
      valueAt(config, a) === valueAt(config, b) ? `${what} other than ${b} (${valueAt(config, b)})` : undefined,
  }));
}

/** A number is not above another one. */
export function atMost(lower: string, upper: string): Rule<object> {
  return {
    reads: [lower, upper],
    check: (config) => {
      const most = Number(valueAt(config, upper));
      return Number(valueAt(config, lower)) > most ? `at most ${upper} (${most})` : undefined;
    },
  };
}

/** A zone, which is called by its region and a letter (`europe-west1-b`, `eu-west-3a`), is one of the region. */
export function inRegion(zone: string, region: string): Rule<object> {
  return {
    reads: [zone, region],
    check: (config) => {
      const own = String(valueAt(config, region));
      return String(valueAt(config, zone)).replace(/-?[a-z]$/, '') === own ? undefined : `a zone of ${own}`;
    },
  };
}

/** What stands at a path. */
export function valueAt(config: object, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((at, key) => (at as Readonly<Record<string, unknown>> | undefined)?.[key], config);
}
