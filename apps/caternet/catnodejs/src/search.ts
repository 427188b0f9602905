import { readFileSync } from 'node:fs';
import { Agent as HttpAgent, request as http } from 'node:http';
import { Agent as HttpsAgent, request as https } from 'node:https';
import { text } from 'node:stream/consumers';
import { traceparent } from '@caternet/bus';
import type { Settings } from './settings.ts';

/** An offer as the search knows it. */
export interface Found {
  readonly animal: string;
  readonly region: string;
  readonly grams: number;
  readonly caughtAt: string;
  readonly available: boolean;
}

export interface Wish {
  readonly animal?: string;
  readonly region?: string;
  readonly leastGrams?: number;
}

const INDEX = '/offers';
const mappings = {
  dynamic: 'strict',
  properties: {
    animal: { type: 'keyword' },
    region: { type: 'keyword' },
    grams: { type: 'integer' },
    caughtAt: { type: 'date' },
    available: { type: 'boolean' },
  },
};

/** Waits no longer for Elasticsearch, in milliseconds. */
const PATIENCE = 5_000;

/** How many offers one answer brings. */
const MOST = 100;

/** Elasticsearch, which can be filled again from the database. */
export class Search {
  private readonly url: URL;
  private readonly options: object;

  constructor({ url, user, password, caFile }: Settings['search']) {
    this.url = new URL(url);
    const kept = { keepAlive: true, maxSockets: 20 };
    this.options = {
      agent:
        this.url.protocol === 'https:'
          ? new HttpsAgent({ ...kept, ca: caFile && readFileSync(caFile) })
          : new HttpAgent(kept),
      auth: user && password ? `${user}:${password}` : undefined,
      timeout: PATIENCE,
    };
  }

  /** Makes the index where there is none. */
  async prepare(): Promise<void> {
    const { status, body } = await this.ask('PUT', INDEX, { mappings });
    if (status === 400 && body.includes('resource_already_exists_exception')) return;
    expect(status, body, 200);
  }

  /** @throws Error where it cannot be asked */
  async ready(): Promise<void> {
    const { status, body } = await this.ask('GET', `${INDEX}/_count`);
    expect(status, body, 200);
  }

  /** @param version an older one than it has, it leaves; so it does not matter which of several comes last */
  async put(id: string, version: number, offer: Found): Promise<void> {
    const path = `${INDEX}/_doc/${encodeURIComponent(id)}?version=${version}&version_type=external_gte`;
    const { status, body } = await this.ask('PUT', path, offer);
    if (status !== 409) expect(status, body, 200, 201);
  }

  /** Offers that one can have, the heaviest first. */
  async find({ animal, region, leastGrams }: Wish): Promise<(Found & { id: string })[]> {
    const terms = Object.entries({ available: true, animal, region }).filter(([, value]) => value !== undefined);
    const filter: object[] = terms.map(([name, value]) => ({ term: { [name]: value } }));
    if (leastGrams !== undefined) filter.push({ range: { grams: { gte: leastGrams } } });
    const wish = { size: MOST, sort: [{ grams: 'desc' }], query: { bool: { filter } } };
    const { status, body } = await this.ask('POST', `${INDEX}/_search`, wish);
    expect(status, body, 200);
    const { hits } = JSON.parse(body) as { hits: { hits: { _id: string; _source: Found }[] } };
    return hits.hits.map(({ _id, _source }) => ({ id: _id, ..._source }));
  }

  private ask(method: string, path: string, json?: object): Promise<{ status: number; body: string }> {
    const headers = { 'content-type': 'application/json', traceparent: traceparent() };
    const send = this.url.protocol === 'https:' ? https : http;
    return new Promise((resolve, reject) => {
      const asked = send(new URL(path, this.url), { ...this.options, method, headers }, (response) => {
        text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject);
      });
      asked.on('timeout', () => asked.destroy(new Error(`the search did not answer within ${PATIENCE} ms`)));
      asked.on('error', reject);
      asked.end(json && JSON.stringify(json));
    });
  }
}

function expect(status: number, body: string, ...right: readonly number[]): void {
  if (!right.includes(status)) throw new Error(`the search answers ${status}: ${body.slice(0, 300)}`);
}
