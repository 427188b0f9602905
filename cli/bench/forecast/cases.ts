import { awsCases } from './aws';
import type { Case } from './changes';
import { googleCases } from './google';
import { kubernetesCases } from './kubernetes';

/** Seeded changes, each made in one line, and what is to be said of each. */
export const cases: readonly Case[] = [...kubernetesCases, ...googleCases, ...awsCases];
