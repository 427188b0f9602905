import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import * as fs from 'node:fs';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isInstalled } from '../../cli/conformance/tool';
import * as facts from '../../config/twittix';
import { builtIn } from '../support/built-in';
import { freePort, stopped, testWith, until } from '../support/servers';
import { writtenFiles } from '../support/written';

const { services } = builtIn<facts.OnSwarmConfig>('twittix', 'preprod').config;
const { at, text } = writtenFiles('twittix', 'preprod');

describe('the gateway', () => {
  const routes = facts.gatewayRoutes(services);
  const stubs: Server[] = [];
  let names: Socket | undefined;
  let nginx: ChildProcess | undefined;
  let port = 0;
  /** Names that are not there. */
  const gone = new Set<string>();

  const ask = (target: string, headers: Record<string, string> = {}) =>
    new Promise<{ status: number | undefined; body: string }>((resolve, reject) =>
      get({ host: '127.0.0.1', port, path: target, headers, agent: false }, (answer: IncomingMessage) => {
        let body = '';
        answer.on('data', (part) => (body += part));
        answer.on('end', () => resolve({ status: answer.statusCode, body }));
      }).on('error', reject),
    );

  /** Answers as Docker's own name server does, by the smallest part of DNS: one question, one address. */
  function nameServer(): Promise<number> {
    names = createSocket('udp4', (query, peer) => {
      const labels: string[] = [];
      let end = 12;
      for (let length = query[end] ?? 0; length > 0; length = query[end] ?? 0) {
        labels.push(query.subarray(end + 1, end + 1 + length).toString());
        end += length + 1;
      }
      const name = labels.join('.');
      const known = routes.some((route) => route.name === name) && !gone.has(name);
      const head = Buffer.from(query.subarray(0, 12));
      head.writeUInt16BE(known ? 0x8180 : 0x8183, 2);
      head.writeUInt16BE(known ? 1 : 0, 6);
      head.writeUInt32BE(0, 8);
      const answer = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, 127, 0, 0, 1]);
      names?.send(
        Buffer.concat([head, query.subarray(12, end + 5), ...(known ? [answer] : [])]),
        peer.port,
        peer.address,
      );
    });
    return new Promise((resolve) => names?.bind(0, '127.0.0.1', () => resolve(names?.address().port ?? 0)));
  }

  beforeAll(async () => {
    if (!isInstalled('nginx')) return;
    let server = text('gateway/default.conf');
    for (const { name, port: own } of routes) {
      const stub = createServer((request, response) => {
        const { host, 'x-forwarded-for': client } = request.headers;
        response.end([name, request.url, host, client].join(' '));
      });
      stubs.push(stub);
      await new Promise<void>((resolve) => stub.listen(0, '127.0.0.1', resolve));
      // In the stack each has an address of its own; here they share one, and the ports are others.
      const there = `http://${name}:${own};`;
      expect(server).toContain(there);
      server = server.replace(there, `http://${name}:${(stub.address() as AddressInfo).port};`);
    }
    port = await freePort();
    server = server
      .replace('127.0.0.11', `127.0.0.1:${await nameServer()}`)
      .replace(/valid=\S+ /, '')
      .replace(/listen \d+;/, `listen 127.0.0.1:${port};`);
    fs.writeFileSync(at('server.conf'), server);
    // What the image has around it.
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((of) => `${of}_temp_path ${at(of)};`);
    fs.writeFileSync(
      at('nginx.conf'),
      [
        `pid ${at('nginx.pid')};`,
        'daemon off;',
        'master_process off;',
        'error_log stderr;',
        'events {}',
        `http { access_log off; ${temporary.join(' ')} include ${at('server.conf')}; }`,
      ].join('\n'),
    );
    nginx = spawn('nginx', ['-c', at('nginx.conf'), '-p', at()], { stdio: ['ignore', 'ignore', 'ignore'] });
    await until(() =>
      ask('/').then(
        () => true,
        () => false,
      ),
    );
  });

  afterAll(async () => {
    await stopped(nginx);
    names?.close();
    for (const stub of stubs) stub.close();
  });

  testWith('nginx')('is what nginx takes', () => {
    const { status, stderr } = spawnSync('nginx', ['-t', '-c', at('nginx.conf'), '-p', at()], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, expect.stringContaining('syntax is ok')]);
  });

  testWith('nginx').each([
    ['/', 'user-front'],
    ['/anything?a=b%20c', 'user-front'],
    ['/apix', 'user-front'],
    ['/api', 'api'],
    ['/api/health', 'api'],
    ['/api/messages/1?a=%2Fb', 'api'],
    ['/api/%2e%2e/x', 'user-front'],
    ['/auth/login', 'auth-api'],
    ['/admin', 'admin-front'],
    ['/administration', 'user-front'],
    ['/mailpit/', 'mail'],
  ])('%s leads to %s, as it came', async (target, name) => {
    const { status, body } = await ask(target, { host: 'localhost:8080', 'x-forwarded-for': '192.0.2.1' });
    expect([status, body]).toEqual([200, `${name} ${target} localhost:8080 127.0.0.1`]);
  });

  testWith('nginx')('starts without the services, and finds one that comes back', async () => {
    gone.add('api');
    await until(async () => (await ask('/api')).status === 502);
    expect((await ask('/auth')).status).toBe(200);
    gone.delete('api');
    await until(async () => (await ask('/api')).status === 200);
  });
});
