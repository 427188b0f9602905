import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Programs that tests need beside Node; `test/tools.sh` brings them where a package manager does not. */
export interface Tools {
  /** Redis 8: what is older does not know the ACL of the chart. */
  readonly redis: string;
  readonly chromium: string;
}

const found: Partial<Tools> = {
  ...first('redis', [process.env.REDIS_SERVER, 'redis-server'], (version) => Number(/v=(\d+)/.exec(version)?.[1]) >= 8),
  ...first('chromium', [process.env.CHROMIUM, 'chromium', 'google-chrome', 'chromium-browser']),
};

const missing: Readonly<Record<keyof Tools, string>> = {
  redis: 'Redis 8 (REDIS_SERVER or redis-server)',
  chromium: 'Chromium or Chrome (CHROMIUM, chromium or google-chrome)',
};

/** The program's path. @throws Error where it is not on this machine */
export function tool(name: keyof Tools): string {
  const path = found[name];
  if (!path) throw new Error(`${missing[name]} is not on this machine: test/tools.sh`);
  return path;
}

/**
 * Options of a test that needs these programs: where one is missing, the test is skipped and says which. With
 * `TEST_ALL=1`, as in CI, it runs, and fails.
 */
export function needs(...names: (keyof Tools)[]): { readonly skip?: string } {
  const absent = names.filter((name) => !found[name]).map((name) => missing[name]);
  return absent.length === 0 || process.env.TEST_ALL === '1' ? {} : { skip: `without ${absent.join(' and ')}` };
}

function first(
  name: keyof Tools,
  candidates: readonly (string | undefined)[],
  fits: (version: string) => boolean = () => true,
): Partial<Tools> {
  for (const candidate of candidates) {
    if (!candidate) continue;
    const { status, stdout } = spawnSync(candidate, ['--version'], { encoding: 'utf8' });
    if (status === 0 && fits(stdout)) return { [name]: absolute(candidate) };
  }
  return {};
}

/** Playwright starts nothing by its bare name. */
function absolute(program: string): string {
  const folders = program.includes('/') ? [''] : (process.env.PATH ?? '').split(':');
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path)) ?? program;
}
