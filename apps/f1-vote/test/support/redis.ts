import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@redis/client';
import type { Redis } from '../../src/lib/server/redis.ts';
import { agreed, redisFiles } from './contract.ts';
import { freePort, Process, until } from './processes.ts';
import { tool } from './tools.ts';

/** The Redis of the chart: its start script, its settings and its ACL, in a folder instead of in a pod. */
export class RedisServer {
  readonly url: string;
  readonly #folder: string;
  readonly #password: string;
  #process: Process;

  private constructor(folder: string, port: number, password: string, process: Process) {
    this.#folder = folder;
    this.#password = password;
    this.#process = process;
    this.url = `redis://${agreed.redis.user}:${password}@127.0.0.1:${port}`;
  }

  /** @param change of the settings, e.g. to measure what one of them costs */
  static async start(change: (settings: string) => string = (settings) => settings): Promise<RedisServer> {
    const folder = mkdtempSync(join(tmpdir(), 'f1-vote-redis-'));
    const port = await freePort();
    for (const name of ['etc', 'run', 'data']) mkdirSync(join(folder, name));
    const here = (text: string) =>
      text.replaceAll('/etc/redis', join(folder, 'etc')).replaceAll('/run/redis', join(folder, 'run'));
    const settings = here(redisFiles['redis.conf'])
      .replace(/^port .*/m, `port ${port}`)
      .replace(/^dir .*/m, `dir ${join(folder, 'data')}`);
    writeFileSync(join(folder, 'etc/redis.conf'), change(settings));
    writeFileSync(join(folder, 'etc/users.acl'), redisFiles['users.acl']);
    writeFileSync(join(folder, 'etc/start.sh'), here(redisFiles['start.sh']).replace('redis-server', tool('redis')));
    const password = randomBytes(16).toString('hex');
    const server = new RedisServer(folder, port, password, RedisServer.#spawn(folder, password));
    await server.ready();
    return server;
  }

  static #spawn(folder: string, password: string): Process {
    return new Process('sh', [join(folder, 'etc/start.sh')], { REDISCLI_AUTH: password });
  }

  /** A client with the login of the app. */
  async client(): Promise<Redis> {
    const client = createClient({
      url: this.url,
      maintNotifications: 'disabled',
      socket: { reconnectStrategy: false },
    });
    client.on('error', () => {});
    await client.connect();
    return client as Redis;
  }

  /** Waits until it answers. */
  async ready(): Promise<void> {
    try {
      await until(
        'Redis answers',
        async () => {
          const client = await this.client();
          await client.ping();
          client.destroy();
          return true;
        },
        30,
      );
    } catch (error) {
      throw new Error(`Redis does not start:\n${this.#process.output}`, { cause: error });
    }
  }

  /** As a power cut ends it. */
  async kill(): Promise<void> {
    await this.#process.end();
  }

  /** Begins again with what is on the disk. */
  async restart(): Promise<void> {
    this.#process = RedisServer.#spawn(this.#folder, this.#password);
    await this.ready();
  }

  async end(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true });
  }
}
