import { readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { configSchema } from '../config/json-schema';
import { systems } from '../synthesis/systems';
import { root } from './options';

/** Where editors find it: terrachart.yaml names it in its first line. */
const file = path.join(root, 'config', 'terrachart.schema.json');

/** Writes the JSON Schema of terrachart.yaml; `--check` only tells whether it is up to date. */
export async function main(args: readonly string[]): Promise<number> {
  const text = `${JSON.stringify(configSchema(systems), undefined, 2)}\n`;
  if (!args.includes('--check')) {
    writeFileSync(file, text);
    return 0;
  }
  if (readFileSync(file, 'utf8') === text) return 0;
  console.error('config/terrachart.schema.json is not what the config types say: run npm run schema');
  return 1;
}
