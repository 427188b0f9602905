import { load, type Outcome } from './load.ts';
import { settings } from './settings.ts';

/** One path after the other, so that none takes the machine from another. @returns a line of JSON for each */
async function main(): Promise<number> {
  const told = settings(process.env);
  const outcomes: Outcome[] = [];
  for (const path of told.paths) {
    const outcome = await load(path, told);
    process.stdout.write(`${JSON.stringify(outcome)}\n`);
    outcomes.push(outcome);
  }
  return outcomes.every(({ wrong }) => wrong.length === 0) ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
