import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

const main = join(import.meta.dirname, '..', 'src', 'main.ts');
const SLOW = 300;
let server: Server;
let gateway = '';
let underWay = 0;
let most = 0;

before(async () => {
  server = createServer((request, response) => {
    most = Math.max(most, ++underWay);
    const answer = () => {
      underWay--;
      response.writeHead(request.url === '/broken' ? 500 : 200).end('{}');
    };
    if (request.url === '/slow') setTimeout(answer, SLOW);
    else setImmediate(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  gateway = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(() => server.close());

/** Not `spawnSync`: this process is the one that answers. */
function run(variables: Record<string, string>) {
  const child = spawn(process.execPath, [main], {
    env: { GATEWAY: gateway, PATHS: '/a', SECONDS_EACH: '1', CONNECTIONS: '3', P99_MS: '10000', ...variables },
  });
  let [out, errors] = ['', ''];
  child.stdout.on('data', (text) => (out += text));
  child.stderr.on('data', (text) => (errors += text));
  return new Promise<{ status: number | null; outcomes: Record<string, unknown>[]; errors: string }>((resolve) =>
    child.once('close', (status) =>
      resolve({
        status,
        errors,
        outcomes: out
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line)),
      }),
    ),
  );
}

test('asks each path, with so many requests at a time, and is content', async () => {
  most = 0;
  const { status, outcomes } = await run({ PATHS: '/a,/b' });
  assert.equal(status, 0);
  assert.deepEqual(
    outcomes.map(({ path, wrong }) => [path, wrong]),
    [
      ['/a', []],
      ['/b', []],
    ],
  );
  assert.ok(outcomes.every(({ requestsPerSecond }) => Number(requestsPerSecond) > 0));
  assert.equal(most, 3);
});

test('answers that are no success fail it, by their path', async () => {
  const { status, outcomes } = await run({ PATHS: '/a,/broken' });
  assert.equal(status, 1);
  assert.deepEqual(outcomes[0]?.wrong, []);
  assert.match(String(outcomes[1]?.wrong), /^nobody answered well,\d+ answers were no success$/);
});

test('so do answers that come too late', async () => {
  const { status, outcomes } = await run({ PATHS: '/slow', P99_MS: String(SLOW - 1) });
  assert.equal(status, 1);
  assert.match(String(outcomes[0]?.wrong), /^99 of 100 answers took up to \d+ ms, and 299 ms are allowed$/);
});

test('and nobody who answers', async () => {
  const { status, outcomes } = await run({ GATEWAY: 'http://127.0.0.1:1' });
  assert.equal(status, 1);
  assert.match(String(outcomes[0]?.wrong), /^nobody answered well,\d+ requests failed/);
});

for (const [name, value, message] of [
  ['PATHS', '', 'PATHS is not set'],
  ['SECONDS_EACH', '0', 'SECONDS_EACH: 0 is no number above 0'],
  ['P99_MS', 'fast', 'P99_MS: fast is no number above 0'],
] as const) {
  test(`${name}=${value} is told in a line`, async () => {
    assert.deepEqual(await run({ [name]: value }), { status: 1, outcomes: [], errors: `${message}\n` });
  });
}
