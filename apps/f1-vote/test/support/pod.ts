import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment } from './contract.ts';
import { freePort, Process, until } from './processes.ts';

export const ADMIN = { user: 'admin', password: 'correct horse battery staple' };

/** What the image holds, and nothing beside it: what the build forgot to bundle is missing here as it is there. */
const image = mkdtempSync(join(tmpdir(), 'f1-vote-image-'));
for (const part of ['package.json', 'build'])
  cpSync(join(import.meta.dirname, '../..', part), join(image, part), { recursive: true });
process.on('exit', () => rmSync(image, { recursive: true }));

/** One pod of the app, with the environment that the chart gives it. */
export class Pod extends Process {
  readonly address: string;
  readonly metrics: string;

  private constructor(port: number, metricsPort: number, env: Readonly<Record<string, string>>) {
    super(process.execPath, ['build/server/main.js'], env, image);
    this.address = `http://127.0.0.1:${port}`;
    this.metrics = `http://127.0.0.1:${metricsPort}/metrics`;
  }

  /** @param change of the chart's environment */
  static async start(redisUrl: string, change: Readonly<Record<string, string>> = {}): Promise<Pod> {
    const port = Number(change.PORT ?? (await freePort()));
    const metricsPort = await freePort();
    const ours = { HOST: '127.0.0.1', PORT: String(port), METRICS_PORT: String(metricsPort) };
    const secrets = { REDIS_URL: redisUrl, ADMIN_PASSWORD: ADMIN.password };
    // One proxy stands before it here, where production has two.
    const pod = new Pod(port, metricsPort, environment({ ...ours, ...secrets, XFF_DEPTH: '1', ...change }));
    try {
      const healthy = until('the app is healthy', async () => (await fetch(`${pod.address}/health`)).ok, 30);
      const ended = pod.exited.then((code) => Promise.reject(new Error(`it ended with ${code}`)));
      await Promise.race([healthy, ended]);
      ended.catch(() => {});
      healthy.catch(() => {});
    } catch (error) {
      throw new Error(`the app does not start:\n${pod.output}`, { cause: error });
    }
    return pod;
  }
}
