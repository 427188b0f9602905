import { readdirSync } from 'node:fs';
import type { Case } from './make';

/** Every case of the files beside this one: a list that is exported there is found here. */
export const cases: readonly Case[] = readdirSync(__dirname)
  .filter((file) => file.endsWith('.ts') && file !== 'all.ts')
  .flatMap((file) => Object.values(require(`./${file}`) as Record<string, unknown>))
  .flatMap((exported) => (Array.isArray(exported) ? (exported as unknown[]) : []))
  .filter((entry): entry is Case => typeof entry === 'object' && entry !== null && 'rule' in entry && 'bad' in entry);
