import { createServer, type Server, type ServerResponse } from 'node:http';
import { backends, needs, results } from './needs.ts';
import type { Settings } from './settings.ts';

/** Answers in the service's place: alive, ready, and everywhere else with what it needs and what it has of it. */
export function server(settings: Settings): Server {
  const { name, health, ready } = settings.entry;
  return createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === health) return answer(response, 200, { service: name });
    const found = await results(pathname === ready ? backends(settings) : needs(settings));
    answer(response, found.every(({ ok }) => ok) ? 200 : 503, { service: name, standIn: true, needs: found });
  });
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(`${JSON.stringify(body)}\n`);
}
