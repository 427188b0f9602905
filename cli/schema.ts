import { readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { configSchema } from '../config/json-schema';
import { systems } from '../synthesis/systems';
import { command as defined } from './command';
import { root } from './options';

/** Where editors find it: terrachart.yaml names it in its first line. */
const file = path.join(root, 'config', 'terrachart.schema.json');

export const command = defined({
  about: 'Writes the JSON Schema of terrachart.yaml, config/terrachart.schema.json.',
  options: { check: { says: 'writes nothing, and only tells whether it is up to date' } },
  reports: true,
  run: async ({ check }) => {
    const text = `${JSON.stringify(configSchema(systems), undefined, 2)}\n`;
    const outdated = readFileSync(file, 'utf8') === text ? [] : ['config/terrachart.schema.json'];
    if (!check) {
      for (const _ of outdated) writeFileSync(file, text);
      return { data: { written: outdated } };
    }
    return {
      text: outdated.map((name) => `${name} is not what the config types say: run npm run schema`).join('\n'),
      data: { outdated },
      failed: outdated.length > 0,
    };
  },
});
