import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError, type Target } from '../../config/system';
import { loadTargets } from '../../synthesis/targets';

/** Every target with overrides (system -> environment -> part of its record), as a file of them would change it. */
function configuredTargets(overrides: object): Target[] {
  const folder = mkdtempSync(join(tmpdir(), 'terrachart-configured-'));
  try {
    const file = join(folder, 'terrachart.yaml');
    writeFileSync(file, JSON.stringify(overrides));
    return loadTargets(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The record of a system in an environment, with overrides. */
export function configured<Config extends object>(system: string, environment: string, overrides: object): Config {
  const found = configuredTargets(overrides).find(
    (target) => target.system.name === system && target.environment === environment,
  );
  return found?.config as Config;
}

/** What overrides are refused for, as `path: message`. */
export function problemsIn(overrides: object): string[] {
  try {
    configuredTargets(overrides);
  } catch (error) {
    if (error instanceof InputError) return error.problems.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
  return [];
}
