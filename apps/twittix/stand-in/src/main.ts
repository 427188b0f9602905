import { needs, results } from './needs.ts';
import { server } from './server.ts';
import { settings } from './settings.ts';

const USAGE = `\
node src/main.ts          serves, where a service of the map will
node src/main.ts try      tries what that service needs, once; exits with 1 when something of it is missing
node src/main.ts alive    asks whether the one that serves on this machine lives; exits with 1 when it does not
`;

/** Must end before whoever stops it loses patience, in milliseconds. */
const GRACE = 8000;

function log(line: object): void {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), ...line })}\n`);
}

function serve(): void {
  const told = settings(process.env);
  const { name } = told.entry;
  const http = server(told).listen(told.port, () => log({ message: 'serves', service: name, port: told.port }));
  process.once('SIGTERM', () => {
    log({ message: 'stops', service: name });
    setTimeout(() => http.closeAllConnections(), GRACE).unref();
    http.close();
    http.closeIdleConnections();
  });
}

async function tryOnce(): Promise<number> {
  const told = settings(process.env);
  const found = await results(needs(told));
  for (const result of found) log({ service: told.entry.name, ...result });
  return found.every(({ ok }) => ok) ? 0 : 1;
}

async function alive(): Promise<number> {
  const { port, entry } = settings(process.env);
  const answer = await fetch(`http://127.0.0.1:${port}${entry.health}`, { signal: AbortSignal.timeout(2000) });
  return answer.ok ? 0 : 1;
}

async function main([command, ...rest]: string[]): Promise<number | undefined> {
  if (rest.length === 0) {
    if (command === undefined) return void serve();
    if (command === 'try') return tryOnce();
    if (command === 'alive') return alive();
  }
  process.stderr.write(USAGE);
  return 2;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
