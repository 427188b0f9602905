import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { log, reason } from '#lib/server/log.ts';
import { CONTENT_TYPE, exposition, startMeasuring } from '#lib/server/metrics.ts';
import { start } from '#lib/server/running.ts';
import { readSettings, type Settings } from '#lib/server/settings.ts';
import { Live } from './live.ts';

/** Pages, WebSockets and health of one pod; metrics on a port of their own. */
async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const speaksTo = protocol();
  const pages = await handler();
  const running = start(settings);
  const live = new Live(running);
  let ending = false;

  const server = createServer((request, response) => {
    // Without it, a proxy would send the next request into a connection that is about to close.
    if (ending) response.setHeader('connection', 'close');
    if (request.url === '/health') return health(response, !ending);
    speaksTo(request);
    pages(request, response, () => response.writeHead(404).end());
  });
  server.keepAliveTimeout = settings.keepAliveSeconds * 1000;
  server.headersTimeout = settings.headersSeconds * 1000;
  server.on('upgrade', (request, stream, head) => live.upgrade(request, stream, head));
  await listen(server, settings.port, settings.host);
  const metrics = await serveMetrics(settings);
  log('info', 'listening', { port: portOf(server), metricsPort: portOf(metrics) });

  async function stop(signal: string): Promise<void> {
    if (ending) return;
    ending = true;
    log('info', 'stopping', { signal });
    const late = setTimeout(() => {
      log('warn', 'stopping before everything ended');
      process.exit(0);
    }, settings.shutdownSeconds * 1000);
    server.closeIdleConnections();
    await live.drain(settings.shutdownSeconds);
    const closed = new Promise((resolve) => server.close(resolve));
    live.end();
    server.closeIdleConnections();
    await closed;
    metrics.close();
    await running.vote.stop();
    clearTimeout(late);
    log('info', 'stopped');
    process.exit(0);
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));
}

type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/** SvelteKit's pages. The adapter writes them beside this file, and reads the environment when it is loaded. */
async function handler(): Promise<Middleware> {
  const { href } = new URL('./handler.js', import.meta.url);
  return ((await import(/* @vite-ignore */ href)) as { handler: Middleware }).handler;
}

/**
 * By which protocol the browser came, a proxy in front says in the header that PROTOCOL_HEADER names. Without a proxy
 * it came here, and that is plain HTTP; the adapter would take HTTPS for granted.
 */
function protocol(): (request: IncomingMessage) => void {
  if (process.env.PROTOCOL_HEADER) return () => {};
  process.env.PROTOCOL_HEADER = 'x-vote-protocol';
  return ({ headers }) => {
    headers['x-vote-protocol'] = 'http';
  };
}

/** Whether this process can answer. It does not ask for Redis: a pod without it still tells voters to wait. */
function health(response: ServerResponse, ready: boolean): void {
  response.writeHead(ready ? 200 : 503, { 'content-type': 'text/plain', 'cache-control': 'no-store' });
  response.end(ready ? 'ok\n' : 'stopping\n');
}

async function serveMetrics({ host, metricsPort }: Settings): Promise<Server> {
  startMeasuring();
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': CONTENT_TYPE });
    return response.end(exposition());
  });
  await listen(server, metricsPort, host);
  return server;
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
}

function portOf(server: Server): number | undefined {
  const address = server.address();
  return address && typeof address === 'object' ? address.port : undefined;
}

try {
  await main();
} catch (error) {
  log('error', 'cannot start', { reason: reason(error) });
  process.exit(1);
}
