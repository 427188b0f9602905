import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** What a browser finds in front of the pods: one address, forwarded headers, and whoever is alive behind it. */
export class Front {
  readonly address: string;
  readonly #server: Server;
  readonly #open = new Set<Duplex>();
  #next = 0;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.address = `http://localhost:${port}`;
  }

  /** @param pods addresses; read anew for each request */
  static async start(pods: () => readonly string[]): Promise<Front> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const front = new Front(server, typeof address === 'object' && address ? address.port : 0);
    server.on('request', (incoming, outgoing) => {
      const sent = request(front.#target(pods(), incoming), (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
        answer.pipe(outgoing);
      });
      sent.on('error', () => outgoing.headersSent || outgoing.writeHead(502).end());
      incoming.pipe(sent);
    });
    server.on('upgrade', (incoming: IncomingMessage, stream: Duplex) => {
      const sent = request(front.#target(pods(), incoming));
      sent.on('upgrade', (answer, behind, head) => {
        const headers = Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}`);
        stream.write(`HTTP/1.1 101 Switching Protocols\r\n${headers.join('\r\n')}\r\n\r\n`);
        // The first message may come in one packet with the answer.
        stream.write(head);
        for (const end of [stream, behind]) {
          front.#open.add(end);
          end.on('error', () => end.destroy());
        }
        stream.pipe(behind).pipe(stream);
        behind.on('close', () => stream.destroy());
        stream.on('close', () => behind.destroy());
      });
      sent.on('response', (answer) => stream.end(`HTTP/1.1 ${answer.statusCode} No\r\nConnection: close\r\n\r\n`));
      sent.on('error', () => stream.destroy());
      sent.end();
    });
    return front;
  }

  #target(pods: readonly string[], incoming: IncomingMessage) {
    this.#next += 1;
    const { hostname, port } = new URL(pods[this.#next % pods.length] ?? 'http://127.0.0.1:1');
    const forwarded = { 'x-forwarded-for': incoming.socket.remoteAddress ?? '', 'x-forwarded-proto': 'http' };
    return {
      hostname,
      port,
      path: incoming.url,
      method: incoming.method,
      headers: { ...incoming.headers, ...forwarded },
    };
  }

  end(): void {
    for (const stream of this.#open) stream.destroy();
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
