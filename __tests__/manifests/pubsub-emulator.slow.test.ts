import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A server that answers as the emulator does, and forgets when it is told to. */
class StandIn {
  readonly made = new Map<string, unknown>();
  readonly asked: string[] = [];
  refuses: string | undefined;
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += chunk));
      request.on('end', () => {
        const name = (request.url ?? '').replace('/v1/projects/emulator/', '');
        this.asked.push(`${request.method} ${name}`);
        response.writeHead(this.answer(request.method ?? '', name, body)).end('{}');
      });
    });
  }

  private answer(method: string, name: string, body: string): number {
    if (method === 'GET') return this.made.has(name) ? 200 : 404;
    if (name === this.refuses) return 500;
    if (this.made.has(name)) return 409;
    const { topic } = JSON.parse(body) as { topic?: string };
    if (topic !== undefined && !this.made.has(topic.replace('projects/emulator/', ''))) return 404;
    this.made.set(name, JSON.parse(body));
    return 200;
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

async function until(what: () => boolean): Promise<void> {
  for (let i = 0; i < 1000 && !what(); i++) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(what()).toBe(true);
}

describe('what keeps the topics of the emulator', () => {
  const folder = mkdtempSync(join(tmpdir(), 'terrachart-bus-'));
  const ready = join(folder, 'ready');
  const standIn = new StandIn();
  let keeper: ChildProcess;

  beforeAll(async () => {
    writeFileSync(join(folder, 'topics.mice.json'), '{}');
    writeFileSync(join(folder, 'topics.mice-dead.json'), '{}');
    writeFileSync(join(folder, 'subscriptions.cat.json'), '{ "topic": "projects/emulator/topics/mice" }');
    const script = join(__dirname, '../../manifests/components/pubsub-emulator/keep.sh');
    const env = {
      ...process.env,
      PORT: String(await standIn.listen()),
      PROJECT: 'emulator',
      READY: ready,
      PAUSE: '0.1',
    };
    keeper = spawn('sh', [script, folder], { env, stdio: 'ignore' });
  });

  afterAll(async () => {
    keeper.kill();
    await standIn.close();
    rmSync(folder, { recursive: true });
  });

  test('makes topics before subscriptions, and says so then', async () => {
    await until(() => existsSync(ready));
    expect([...standIn.made.keys()]).toEqual(['topics/mice-dead', 'topics/mice', 'subscriptions/cat']);
    expect(standIn.made.get('subscriptions/cat')).toEqual({ topic: 'projects/emulator/topics/mice' });
  });

  test('asks a single question while nothing is missing', async () => {
    const before = standIn.asked.length;
    await until(() => standIn.asked.length > before + 2);
    expect(new Set(standIn.asked.slice(before))).toEqual(new Set(['GET subscriptions/cat']));
  });

  test('makes them again when the emulator has forgotten, and is not ready before', async () => {
    standIn.refuses = 'topics/mice';
    standIn.made.clear();
    await until(() => !existsSync(ready));
    expect([...standIn.made.keys()]).toEqual(['topics/mice-dead']);
    standIn.refuses = undefined;
    await until(() => existsSync(ready));
    expect(standIn.made.size).toBe(3);
  });
});
