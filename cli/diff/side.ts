import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { InputError } from '../../config/system';
import type { Waiver } from '../../config/waiver';
import { type Text, type Thing, thingsIn } from './thing';

/** Everything that a version of the program makes of a configuration. */
export interface Side {
  /** What it is called in the report, e.g. `main (4e2f07c)`. */
  readonly name: string;
  readonly things: readonly Thing[];
  /** The records, by `system.environment`; unknown of output that somebody kept. */
  readonly records: Readonly<Record<string, unknown>>;
  /** What should be known about how it was made, each a sentence. */
  readonly notes: readonly string[];
}

/** What `emit.js` prints. */
interface Emitted {
  readonly records: Readonly<Record<string, unknown>>;
  readonly texts: readonly Text[];
  /** By system. */
  readonly waivers: Readonly<Record<string, readonly Waiver[]>>;
}

/** What a checkout makes, by its own code, in a process of its own.
 * @throws InputError with what the checkout says, when it makes nothing
 */
export function sideOf(name: string, checkout: string, config: readonly string[]): Side {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(__dirname, 'emit.js'), checkout, ...config],
    { cwd: checkout, encoding: 'utf8', maxBuffer: 1024 * 1024 * 1024, env: { ...process.env, NO_COLOR: '1' } },
  );
  if (status !== 0) throw new InputError(`${name} makes nothing:`, [{ path: checkout, message: stderr.trim() }]);
  const { records, texts, waivers } = JSON.parse(stdout) as Emitted;
  return { name, things: [...texts.flatMap(thingsIn), ...waiversIn(waivers)], records, notes: [] };
}

/** What rules excuse, of a system in every environment. */
function waiversIn(waivers: Emitted['waivers']): Thing[] {
  return Object.entries(waivers).flatMap(([system, own]) =>
    own.map(
      ({ rule, object, ...body }): Thing => ({
        ...{ half: 'policy', system, environment: '', kind: 'waiver' },
        name: `waiver of ${rule} for ${object}`,
        body,
      }),
    ),
  );
}
