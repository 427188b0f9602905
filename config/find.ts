import { readdirSync } from 'node:fs';
import * as path from 'node:path';
import { InputError } from './system';

/** At the root of the repository. */
export const CONFIG_NAME = 'terrachart.yaml';

/**
 * The configuration in a folder, a link that leads nowhere included: reading it says so.
 * @throws InputError if there is one by a name that is almost right, which would be passed over without a word
 */
export function findConfig(folder: string): string | undefined {
  const names = readdirSync(folder);
  const almost = names.filter((name) => name !== CONFIG_NAME && /^\.?terrachart\.ya?ml$/i.test(name));
  if (almost.length > 0) {
    throw new InputError(
      'Not the name of a configuration:',
      almost.map((name) => ({
        path: name,
        message: `only ${CONFIG_NAME} is read; rename it, or name it with --config`,
      })),
    );
  }
  return names.includes(CONFIG_NAME) ? path.join(folder, CONFIG_NAME) : undefined;
}
