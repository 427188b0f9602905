import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';

/** Milliseconds between two pings: load balancers and proxies cut what is silent for 60 s. */
const PING = 25_000;

/** Bytes that may wait for a slow reader before it is let go; it comes back and gets the newest. */
const BACKLOG = 64 * 1024;

/** "Service restart"; https://www.rfc-editor.org/rfc/rfc6455#section-7.4 and the registry it refers to */
const RESTART = 1012;

/** Sockets that all get the same text. They are not listened to. */
export class Sockets {
  readonly #server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 1024 });
  readonly #waiting = new WeakSet<WebSocket>();
  readonly #timer: NodeJS.Timeout;
  readonly #text: () => string;

  /** @param text what whoever connects gets at once */
  constructor(text: () => string) {
    this.#text = text;
    this.#timer = setInterval(() => this.#ping(), PING);
  }

  get count(): number {
    return this.#server.clients.size;
  }

  accept(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, stream, head, (socket) => {
      // A broken frame closes the socket by itself.
      socket.on('error', () => {});
      socket.on('pong', () => this.#waiting.delete(socket));
      socket.send(this.#text());
    });
  }

  /** Sends everybody the newest text. */
  broadcast(): void {
    const text = this.#text();
    for (const socket of this.#server.clients) {
      if (socket.bufferedAmount > BACKLOG) socket.terminate();
      else socket.send(text);
    }
  }

  /** Asks everybody to come back elsewhere, evenly within the time, so that the other pods see no wave. */
  async drain(milliseconds: number): Promise<void> {
    clearInterval(this.#timer);
    const sockets = [...this.#server.clients];
    const steps = Math.max(1, Math.min(sockets.length, Math.ceil(milliseconds / 100)));
    const share = Math.ceil(sockets.length / steps);
    for (let step = 0; step < steps; step++) {
      for (const socket of sockets.slice(step * share, (step + 1) * share)) socket.close(RESTART, 'restart');
      await new Promise((resolve) => setTimeout(resolve, milliseconds / steps));
    }
  }

  /** Ends those who did not answer to the close. */
  end(): void {
    clearInterval(this.#timer);
    for (const socket of this.#server.clients) socket.terminate();
  }

  /** The text goes with the ping: a browser sees messages and not pings, and so knows that the line is alive. */
  #ping(): void {
    const text = this.#text();
    for (const socket of this.#server.clients) {
      if (this.#waiting.has(socket)) {
        socket.terminate();
        continue;
      }
      this.#waiting.add(socket);
      socket.ping();
      socket.send(text);
    }
  }
}
