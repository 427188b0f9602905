import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FakeBus, PROJECT } from './bus.ts';
import { freePort, Pod, until } from './processes.ts';

const main = join(import.meta.dirname, '..', '..', 'catnodejs', 'src', 'main.ts');

export const APP = 'caternet';
export const MASTER_KEY = 'master-of-the-test';
export const EXCHANGE_KEY = 'exchange-of-the-test';
export const DASHBOARD = { user: 'somebody', password: 'dashboard-of-the-test' };

interface Around {
  readonly bus: FakeBus;
  readonly database: string;
  readonly search: string;
}

/** What an answer of Parse holds. */
// biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for.
export type Answer = { readonly status: number; readonly body: any };

/** catnodejs in a process of its own, with what is around it. */
export class Catnodejs {
  readonly url: string;
  readonly dashboard: string;
  readonly metrics: string;
  readonly secrets = mkdtempSync(join(tmpdir(), 'caternet-secrets-'));
  pod: Pod;
  private readonly env: Record<string, string>;

  private constructor({ bus, database, search }: Around, [http, dashboard, metrics]: readonly number[]) {
    this.url = `http://127.0.0.1:${http}`;
    this.dashboard = `http://127.0.0.1:${dashboard}`;
    this.metrics = `http://127.0.0.1:${metrics}/metrics`;
    const file = (name: string, content: string) => {
      writeFileSync(join(this.secrets, name), `${content}\n`);
      return join(this.secrets, name);
    };
    this.env = {
      DATABASE_URI: database,
      APP_ID: APP,
      MASTER_KEY_FILE: file('master', MASTER_KEY),
      EXCHANGE_KEY_FILE: file('exchange', EXCHANGE_KEY),
      DASHBOARD_USER: DASHBOARD.user,
      DASHBOARD_PASSWORD_FILE: file('dashboard', DASHBOARD.password),
      SERVER_URL: `${this.url}/parse`,
      PUBLIC_SERVER_URL: 'https://api.example.com/parse',
      ELASTICSEARCH_URL: search,
      PUBSUB_PROJECT: PROJECT,
      PUBSUB_EMULATOR_HOST: bus.address,
      PUBLISH_TOPIC: 'catnodejs',
      SUBSCRIPTIONS: 'catnodejs-from-mouse-trap,catnodejs-from-cadaver-exchange',
      METRICS_PORT: String(metrics),
      PORT: String(http),
      DASHBOARD_PORT: String(dashboard),
    };
    this.pod = Pod.start(main, this.env);
  }

  static async start(around: Around): Promise<Catnodejs> {
    const started = new Catnodejs(around, [await freePort(), await freePort(), await freePort()]);
    await started.isReady();
    return started;
  }

  isReady(): Promise<void> {
    const ready = () => {
      if (this.pod.ended) throw new Error(`catnodejs ended: ${this.pod.log}`);
      return fetch(`${this.url}/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    };
    return until('catnodejs is ready', ready, () => this.pod.log);
  }

  /** Ends it, and begins it again. */
  async restart(signal: NodeJS.Signals, more: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.pod.end(signal);
    this.pod = Pod.start(main, { ...this.env, ...more });
  }

  /** @param session token of a user; `master` for the master key @default nobody */
  async ask(
    method: string,
    path: string,
    body?: object,
    session?: string,
    more: Record<string, string> = {},
  ): Promise<Answer> {
    const who: Record<string, string> =
      session === 'master' ? { 'x-parse-master-key': MASTER_KEY } : session ? { 'x-parse-session-token': session } : {};
    // A connection that is kept would be one to the process before a restart.
    const headers = {
      'x-parse-application-id': APP,
      'content-type': 'application/json',
      connection: 'close',
      ...who,
      ...more,
    };
    const response = await fetch(`${this.url}/parse${path}`, { method, headers, body: body && JSON.stringify(body) });
    return { status: response.status, body: await response.json() };
  }

  /** Records of a class that fit. */
  async records(className: string, where: object = {}): Promise<Record<string, unknown>[]> {
    const query = `where=${encodeURIComponent(JSON.stringify(where))}&limit=5000`;
    return (await this.ask('GET', `/classes/${className}?${query}`, undefined, 'master')).body.results;
  }

  /** A new account. @returns the token of its session */
  async signUp(username: string): Promise<string> {
    const { status, body } = await this.ask('POST', '/users', { username, password: 'long enough a password' });
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body.sessionToken;
  }

  async stop(): Promise<void> {
    await this.pod.end('SIGTERM');
    rmSync(this.secrets, { recursive: true });
  }
}

/** The topics and subscriptions of this system. */
export async function topics(bus: FakeBus, ...watchers: string[]): Promise<void> {
  await bus.topic('mouse-trap', 'catnodejs-from-mouse-trap', 'cadaver-exchange-from-mouse-trap');
  await bus.topic('cadaver-exchange', 'catnodejs-from-cadaver-exchange', 'watch-exchange');
  await bus.topic('catnodejs', 'cadaver-exchange-from-catnodejs', 'watch-catnodejs', ...watchers);
}
