import { InputError } from '../../config/system';

/** @throws InputError */
export function refuse(path: string, message: string): never {
  throw new InputError('Nothing was written:', [{ path, message }]);
}

/** Names of objects, folders and variables are made of it.
 * @throws InputError for what cannot be one
 */
export function checkName(what: string, name: string): void {
  if (/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) && name.length <= 24) return;
  refuse(
    what,
    `${JSON.stringify(name)} - expected lower-case words parted by dashes, at most 24 letters, e.g. two-words`,
  );
}
