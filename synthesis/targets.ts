import * as load from '../config/load';
import type { Target } from '../config/system';
import { systems } from './systems';

/** Every environment of every system, with overrides, checked.
 * @param files YAML files, each over those before it; without one the built-in records stand
 * @param from the folder that messages name the files from
 * @param set values over all of them, as `path=value`
 * @throws InputError with every problem at once
 */
export function loadTargets(
  files: string | readonly string[] = [],
  from = process.cwd(),
  set: readonly string[] = [],
): Target[] {
  return load.loadTargets(systems, files, from, set);
}
