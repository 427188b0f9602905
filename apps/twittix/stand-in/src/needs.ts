import { createConnection } from 'node:net';
import { createClient } from '@redis/client';
import pg from 'pg';
import { needed, type Settings, secret } from './settings.ts';

/** Something that a service needs, and how to see whether it has it. */
export interface Need {
  /** e.g. `call AUTH_API_URL` */
  readonly name: string;
  /** @throws Error that says what is wrong */
  try(): Promise<void>;
}

/** In which everything must answer, in milliseconds; a first connection over an overlay may take seconds. */
const PATIENCE = 8000;

/** What must be there before it may be asked anything: its database and its store. */
export function backends({ entry, variables }: Settings): Need[] {
  const { database, store } = entry;
  return [
    ...(database ? [{ name: `database, rights: ${database}`, try: () => tryDatabase(variables, database) }] : []),
    ...(store ? [{ name: 'store', try: () => tryStore(variables) }] : []),
  ];
}

/** All that it needs, other services included. */
export function needs(settings: Settings): Need[] {
  const { entry, variables } = settings;
  return [
    ...Object.entries(entry.calls).map(([variable, path]) => ({
      name: `call ${variable}`,
      try: () => tryCall(`${needed(variables, variable)}${path}`),
    })),
    ...backends(settings),
    ...(entry.mail ? [{ name: 'mail', try: () => tryMail(variables) }] : []),
  ];
}

async function tryCall(url: string): Promise<void> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE), redirect: 'error' });
  await answer.body?.cancel();
  if (answer.status !== 200) throw new Error(`${url} answers ${answer.status}`);
}

/** Whether it may do what it must, and nothing beside it; the catalogue knows, so that nothing is written. */
async function tryDatabase(variables: Settings['variables'], rights: 'owner' | 'read'): Promise<void> {
  const client = new pg.Client({
    connectionString: withPassword(needed(variables, 'DATABASE_URL'), secret(variables, 'DATABASE_PASSWORD')),
    connectionTimeoutMillis: PATIENCE,
    query_timeout: PATIENCE,
  });
  // A connection that ends later is the next try's business.
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ creates: boolean }>(
      "select has_schema_privilege(current_user, 'public', 'CREATE') as creates",
    );
    const creates = rows[0]?.creates;
    if (creates !== (rights === 'owner')) {
      throw new Error(creates ? 'it may create tables, and should read alone' : 'it may not create tables');
    }
  } finally {
    await client.end().catch(() => {});
  }
}

/** The driver takes a password beside the URL for none. */
function withPassword(text: string, password = ''): string {
  const url = new URL(text);
  url.password = encodeURIComponent(password);
  return url.href;
}

async function tryStore(variables: Settings['variables']): Promise<void> {
  const client = createClient({
    url: needed(variables, 'STORE_URL'),
    password: secret(variables, 'STORE_PASSWORD'),
    socket: { connectTimeout: PATIENCE, reconnectStrategy: false },
  });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.ping();
  } finally {
    client.destroy();
  }
}

/** Whether somebody takes mail; none is sent. */
function tryMail(variables: Settings['variables']): Promise<void> {
  const [host, port] = [needed(variables, 'SMTP_HOST'), Number(needed(variables, 'SMTP_PORT'))];
  const socket = createConnection({ host, port, timeout: PATIENCE });
  return new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.once('timeout', () => reject(new Error(`${host}:${port} says nothing`)));
    socket.once('close', () => reject(new Error(`${host}:${port} hangs up`)));
    socket.once('data', (greeting) => {
      const line = greeting.toString().split('\r\n')[0];
      if (!line?.startsWith('220')) return reject(new Error(`${host}:${port} says ${line}`));
      socket.end('QUIT\r\n');
      resolve();
    });
  }).finally(() => socket.destroy());
}

export interface Result {
  readonly need: string;
  readonly ok: boolean;
  readonly error?: string;
}

/** Tries all of them at once. */
export function results(list: readonly Need[]): Promise<Result[]> {
  return Promise.all(
    list.map(async (need) => {
      try {
        await need.try();
        return { need: need.name, ok: true };
      } catch (error) {
        return { need: need.name, ok: false, error: words(error) };
      }
    }),
  );
}

/** Node hides the reason of a failed request in its cause, and those of several addresses in a list. */
function words(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return words(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${words(error.cause)}` : error.message;
}
