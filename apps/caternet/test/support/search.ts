import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';

interface Found {
  readonly version: number;
  readonly source: Record<string, unknown>;
}

interface Wish {
  readonly size: number;
  readonly query: { bool: { filter: { term?: Record<string, unknown>; range?: { grams: { gte: number } } }[] } };
}

/**
 * Stands in for Elasticsearch, which no package ships: the calls that catnodejs makes, as their reference describes them.
 * https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-index
 */
export class FakeSearch {
  readonly url: string;
  readonly found = new Map<string, Found>();
  /** Answers nothing but errors meanwhile. */
  broken = false;
  private made = false;
  private readonly server: ReturnType<typeof createServer>;

  private constructor(server: ReturnType<typeof createServer>, port: number) {
    this.server = server;
    this.url = `http://127.0.0.1:${port}`;
  }

  static async start(): Promise<FakeSearch> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const fake = new FakeSearch(server, typeof address === 'object' ? (address?.port ?? 0) : 0);
    server.on('request', async (request, response) => {
      const { status, body } = fake.answer(
        request.method ?? '',
        new URL(request.url ?? '', fake.url),
        request.method === 'GET' ? {} : await json(request),
      );
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    return fake;
  }

  private answer(method: string, { pathname, searchParams }: URL, sent: unknown): { status: number; body: object } {
    if (this.broken) return { status: 503, body: { error: 'no master' } };
    const [, index, call, id = ''] = pathname.split('/');
    if (method === 'PUT' && index === 'offers' && call === undefined) {
      const there = this.made;
      this.made = true;
      return there
        ? { status: 400, body: { error: { type: 'resource_already_exists_exception' } } }
        : { status: 200, body: {} };
    }
    if (!this.made) return { status: 404, body: { error: { type: 'index_not_found_exception' } } };
    if (method === 'PUT' && call === '_doc')
      return this.put(id, Number(searchParams.get('version')), sent as Found['source']);
    if (method === 'POST' && call === '_search')
      return { status: 200, body: { hits: { hits: this.find(sent as Wish) } } };
    if (method === 'GET' && call === '_count') return { status: 200, body: { count: this.found.size } };
    return { status: 405, body: { error: `${method} ${pathname}` } };
  }

  private put(id: string, version: number, source: Found['source']) {
    const there = this.found.get(id);
    if (there && there.version > version)
      return { status: 409, body: { error: { type: 'version_conflict_engine_exception' } } };
    this.found.set(id, { version, source });
    return { status: there ? 200 : 201, body: {} };
  }

  private find({ size, query }: Wish): object[] {
    const right = ({ source }: Found) =>
      query.bool.filter.every(({ term = {}, range }) => {
        if (range && Number(source.grams) < range.grams.gte) return false;
        return Object.entries(term).every(([name, value]) => source[name] === value);
      });
    const hits = [...this.found]
      .filter(([, each]) => right(each))
      .map(([_id, { source }]) => ({ _id, _source: source }));
    return hits.sort((a, b) => Number(b._source.grams) - Number(a._source.grams)).slice(0, size);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
