import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { isPass, loginOf, PASS_COOKIE } from '#lib/server/admin.ts';
import { gauges } from '#lib/server/metrics.ts';
import type { Running } from '#lib/server/running.ts';
import { Sockets } from './sockets.ts';

/** Milliseconds within which voters are sent elsewhere when the pod ends; after that, requests have the rest of the time. */
const MOVING = 8000;

/** The WebSockets beside the pages: `/live` for everybody, `/admin/live` for who is logged in. */
export class Live {
  readonly #voters: Sockets;
  readonly #admins: Sockets;
  readonly #running: Running;
  #ending = false;

  constructor(running: Running) {
    const { vote } = running;
    this.#running = running;
    this.#voters = new Sockets(() => JSON.stringify(vote.snapshot));
    this.#admins = new Sockets(() => JSON.stringify(vote.adminSnapshot));
    vote.clients = () => this.#voters.count;
    vote.watched = () => this.#admins.count > 0;
    vote.on('change', () => {
      this.#voters.broadcast();
      this.#admins.broadcast();
    });
    vote.on('tick', () => {
      this.#admins.broadcast();
      gauges.sockets = this.#voters.count + this.#admins.count;
    });
  }

  /** For the server's event `upgrade`. */
  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    stream.on('error', () => stream.destroy());
    const { pathname } = new URL(request.url ?? '/', 'http://any');
    if (this.#ending || this.#full) refuse(stream, '503 Service Unavailable');
    else if (!isOwnPage(request)) refuse(stream, '403 Forbidden');
    else if (pathname === '/live') this.#voters.accept(request, stream, head);
    else if (pathname !== '/admin/live') refuse(stream, '404 Not Found');
    else if (isPass(cookie(request, PASS_COOKIE), loginOf(this.#running.settings)))
      this.#admins.accept(request, stream, head);
    else refuse(stream, '401 Unauthorized');
  }

  get #full(): boolean {
    return this.#voters.count + this.#admins.count >= this.#running.settings.maxSockets;
  }

  /** Takes nobody any more, and sends those who are here elsewhere, within a third of the time that there is. */
  async drain(seconds: number): Promise<void> {
    this.#ending = true;
    const milliseconds = Math.min(MOVING, (seconds * 1000) / 3);
    await Promise.all([this.#voters.drain(milliseconds), this.#admins.drain(milliseconds)]);
  }

  end(): void {
    this.#voters.end();
    this.#admins.end();
  }
}

/** Browsers say which page opens a socket: another site's page could otherwise use the cookies of who visits it. */
function isOwnPage({ headers }: IncomingMessage): boolean {
  if (headers.origin === undefined) return true;
  return URL.canParse(headers.origin) && new URL(headers.origin).host === headers.host;
}

function cookie({ headers }: IncomingMessage, name: string): string | undefined {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([key]) => key === name)?.[1];
}

function refuse(stream: Duplex, status: string): void {
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
