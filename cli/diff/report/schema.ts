import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { InputError } from '../../../config/system';
import { type DangerClass, dangers } from '../danger/danger';
import type { Report } from '../finding';
import { effects } from '../forecast/effect';

const difference = z.object({
  path: z.array(z.string()),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
});

const change = z.object({
  half: z.enum(['kubernetes', 'terraform', 'files', 'policy']),
  system: z.string(),
  environment: z.string(),
  name: z.string(),
  kind: z.string(),
  verb: z.enum(['added', 'removed', 'changed', 'renamed']),
  from: z.string().optional(),
  forecast: z.object({ effect: z.enum(effects), how: z.string().optional(), link: z.string().optional() }),
  dangers: z.array(z.object({ class: z.enum(Object.keys(dangers) as [DangerClass]), reason: z.string() })),
  causes: z.array(z.string()),
  differences: z.array(difference),
});

/** What `--json` prints, as docs/diff.md describes it. */
export const schema = z.object({
  version: z.literal(1),
  before: z.string(),
  after: z.string(),
  notes: z.array(z.string()),
  counts: z.partialRecord(z.enum(effects), z.number()),
  changes: z.array(change),
});

/** A report that was kept. Whoever kept it is not believed: an artifact of a pull request is written by its author.
 * @throws InputError for what is no report
 */
export function reportIn(file: string): Report {
  const refused = (message: string) => new InputError('Not a report:', [{ path: file, message }]);
  const text = readFileSync(file, 'utf8');
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw refused('expected the JSON that npm run diff -- --json prints');
  }
  const { success, data: report, error } = schema.safeParse(data);
  if (success) return report as Report;
  const [{ path = [], message = '' } = {}] = error.issues;
  throw refused(`${path.join('.')}: ${message}`);
}
