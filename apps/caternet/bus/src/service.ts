import { createServer, type RequestListener, type Server } from 'node:http';
import { log } from './log.ts';
import { metrics, requests } from './metrics.ts';
import { number } from './settings.ts';
import { traced } from './trace.ts';

export interface Service {
  readonly name: string;
  /** Whether it can work. @throws Error that says what is missing */
  ready(): Promise<void>;
  /** Ends its work, once no request is under way; it is called once. */
  stop(): Promise<void>;
  /** Answers to what is neither its health nor whether it is ready. @default nothing else is there */
  readonly answer?: RequestListener;
}

/** In which everything has ended, in milliseconds. */
const PATIENCE = 20_000;

/** In which requests end that are under way, in milliseconds: what is left of PATIENCE is for the bus. */
const LAST_REQUESTS = 4_000;

/**
 * Serves on `port`, where there is one, and metrics on METRICS_PORT; ends in peace at SIGTERM.
 * An idle connection is kept for KEEP_ALIVE_TIMEOUT seconds.
 * @default no port
 */
export function run(service: Service, port?: number): void {
  const servers = [createServer(sendMetrics).listen(number('METRICS_PORT', 9000))];
  if (port !== undefined) servers.push(serve(service, port));
  process.once('SIGTERM', () => void stop(service, servers));
  log.info({ service: service.name, port }, 'works');
}

const sendMetrics: RequestListener = async (request, response) => {
  if (request.url !== '/metrics') return void response.writeHead(404).end();
  response.writeHead(200, { 'content-type': metrics.contentType }).end(await metrics.metrics());
};

function serve({ ready, answer = nothing }: Service, port: number): Server {
  const keepAliveTimeout = number('KEEP_ALIVE_TIMEOUT', 65) * 1000;
  // Later than an idle connection ends: https://nodejs.org/api/http.html#serverheaderstimeout
  const headersTimeout = keepAliveTimeout + 5_000;
  return createServer({ keepAliveTimeout, headersTimeout }, (request, response) => {
    if (request.url === '/health') return void response.writeHead(200).end();
    if (request.url === '/ready') {
      return void ready().then(
        () => response.writeHead(200).end(),
        (error: unknown) => {
          log.warn({ error: String(error) }, 'not ready');
          response.writeHead(503).end();
        },
      );
    }
    const end = requests.startTimer({ method: request.method });
    response.once('close', () => end({ status: response.writableFinished ? response.statusCode : 'cut off' }));
    const { traceparent } = request.headers;
    traced(typeof traceparent === 'string' ? traceparent : undefined, () => answer(request, response));
  }).listen(port);
}

const nothing: RequestListener = (_, response) => void response.writeHead(404).end();

async function stop({ name, stop }: Service, servers: readonly Server[]): Promise<void> {
  const late = setTimeout(() => {
    log.error({ service: name }, 'did not end in time');
    process.exit(1);
  }, PATIENCE);
  late.unref();
  try {
    await Promise.all(servers.map(close));
    await stop();
    log.info({ service: name }, 'ended');
  } catch (error) {
    log.error({ service: name, error: String(error) }, 'ended badly');
    process.exitCode = 1;
  }
  // Whatever a library left open.
  process.exit();
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), LAST_REQUESTS).unref();
  });
}
