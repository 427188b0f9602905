import { join } from 'node:path';
import { type FakeBus, PROJECT } from './bus.ts';
import { APP, type Catnodejs } from './catnodejs.ts';
import { freePort, Pod, until } from './processes.ts';

const main = join(import.meta.dirname, '..', '..', 'cadaver-exchange', 'src', 'main.ts');

/** The exchange in a process of its own. */
export class Exchange {
  readonly url: string;
  readonly metrics: string;
  pod: Pod;
  private readonly env: Record<string, string>;

  private constructor(bus: FakeBus, { url, secrets }: Catnodejs, [http, metrics]: readonly number[]) {
    this.url = `http://127.0.0.1:${http}`;
    this.metrics = `http://127.0.0.1:${metrics}/metrics`;
    this.env = {
      API_URL: `${url}/parse`,
      APP_ID: APP,
      EXCHANGE_KEY_FILE: join(secrets, 'exchange'),
      PUBSUB_PROJECT: PROJECT,
      PUBSUB_EMULATOR_HOST: bus.address,
      PUBLISH_TOPIC: 'cadaver-exchange',
      SUBSCRIPTIONS: 'cadaver-exchange-from-mouse-trap,cadaver-exchange-from-catnodejs',
      METRICS_PORT: String(metrics),
      PORT: String(http),
    };
    this.pod = Pod.start(main, this.env);
  }

  static async start(bus: FakeBus, catnodejs: Catnodejs): Promise<Exchange> {
    const started = new Exchange(bus, catnodejs, [await freePort(), await freePort()]);
    const ready = () =>
      fetch(`${started.url}/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    await until('the exchange is ready', ready, () => started.pod.log);
    return started;
  }

  async restart(signal: NodeJS.Signals): Promise<void> {
    await this.pod.end(signal);
    this.pod = Pod.start(main, this.env);
  }

  async market(path: string) {
    const response = await fetch(`${this.url}${path}`);
    // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for.
    return { status: response.status, body: (await response.json()) as any };
  }
}
