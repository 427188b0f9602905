import { Agent, type IncomingMessage, request } from 'node:http';
import { WebSocket } from 'ws';
import type { Snapshot } from '../../src/lib/session.ts';
import { ADMIN } from './pod.ts';

/** Where browsers believe to be; a proxy says so to the app. */
const HOST = 'vote.example.com';
const ORIGIN = `https://${HOST}`;

const agent = new Agent({ keepAlive: true, maxSockets: 256 });
let addresses = 0;

/** A new address of a documentation network, as if everybody came from somewhere else. */
export function newAddress(): string {
  addresses += 1;
  return `2001:db8:${Math.floor(addresses / 65536).toString(16)}:${(addresses % 65536).toString(16)}::1`;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A browser without a screen: cookies, a socket, the address that the proxy writes. */
export class Voter {
  readonly address: string;
  readonly pod: string;
  cookie = '';
  snapshot: Snapshot | undefined;
  closed: number | undefined;
  #socket: WebSocket | undefined;

  constructor(pod: string, address: string = newAddress()) {
    this.pod = pod;
    this.address = address;
  }

  send(path: string, method = 'GET', body = '', headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const form = body && { 'content-type': 'application/x-www-form-urlencoded', origin: ORIGIN };
    const all = { ...this.#headers, ...form, ...headers };
    return new Promise((resolve, reject) => {
      const sent = request(`${this.pod}${path}`, { method, agent, headers: all }, (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => {
          text += chunk.toString();
        });
        response.on('end', () => {
          for (const set of response.headers['set-cookie'] ?? []) {
            if (set.startsWith('vote_device=')) this.cookie = set.split(';')[0] ?? '';
          }
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
        });
      });
      sent.on('upgrade', ({ headers: given }, stream) => {
        stream.destroy();
        resolve({ status: 101, headers: given, body: '' });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  /** Opens the page, which brings the cookie, and listens. */
  async arrive(): Promise<this> {
    await this.send('/');
    await this.listen();
    return this;
  }

  listen(): Promise<void> {
    const socket = new WebSocket(`${this.pod.replace('http', 'ws')}/live`, {
      headers: { ...this.#headers, origin: ORIGIN },
    });
    this.#socket = socket;
    this.closed = undefined;
    socket.on('close', (code) => {
      this.closed = code;
    });
    socket.on('message', (data) => {
      this.snapshot = JSON.parse(String(data)) as Snapshot;
    });
    return new Promise((resolve, reject) => {
      socket.once('message', () => resolve());
      socket.once('error', reject);
    });
  }

  /** Votes as the page does. @returns what the voter is told, e.g. `accepted` */
  async vote(driver: number, session: string = this.snapshot?.session ?? ''): Promise<string> {
    const headers = { accept: 'application/json', 'x-sveltekit-action': 'true' };
    const { body } = await this.send(
      '/?/vote',
      'POST',
      new URLSearchParams({ driver: String(driver), session }).toString(),
      headers,
    );
    // SvelteKit flattens the answer: an object of positions, and the values at them.
    const [shape, ...values] = JSON.parse((JSON.parse(body) as { data: string }).data) as [
      { kind: number },
      ...string[],
    ];
    return String(values[shape.kind - 1]);
  }

  leave(): void {
    this.#socket?.terminate();
  }

  get #headers(): Record<string, string> {
    const proxy = { accept: 'text/html', host: HOST, 'x-forwarded-for': this.address, 'x-forwarded-proto': 'https' };
    return this.cookie ? { ...proxy, cookie: this.cookie } : proxy;
  }
}

/** Whoever directs the vote. */
export class Admin extends Voter {
  login = `${ADMIN.user}:${ADMIN.password}`;

  get authorization(): string {
    return `Basic ${Buffer.from(this.login).toString('base64')}`;
  }

  ask(path: string): Promise<Answer> {
    return this.send(path, 'GET', '', { authorization: this.authorization });
  }

  /** @param seen what the admin's page shows @default what it is */
  async act(
    act: string,
    seen?: Pick<Snapshot, 'session' | 'state'>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const { session = '', state = '' } = seen ?? (JSON.parse((await this.ask('/admin/live')).body) as Snapshot);
    const form = new URLSearchParams({ act, session, state, confirmed: 'yes' }).toString();
    return this.send('/admin?/act', 'POST', form, { authorization: this.authorization, ...headers });
  }
}
