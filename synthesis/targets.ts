import * as load from '../config/load';
import type { Target } from '../config/system';
import { systems } from './systems';

/** Every environment of every system, with the overrides of a file, checked.
 * @param file a YAML file; without one the built-in records stand
 * @param from the folder that messages name the file from
 * @throws InputError with every problem at once
 */
export function loadTargets(file?: string, from = process.cwd()): Target[] {
  return load.loadTargets(systems, file, from);
}
