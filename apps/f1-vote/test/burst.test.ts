import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { numbers } from '../src/lib/drivers.ts';
import { cpuRequest, memoryLimit } from './support/contract.ts';
import { Pod } from './support/pod.ts';
import { until } from './support/processes.ts';
import { RedisServer } from './support/redis.ts';
import { needs } from './support/tools.ts';
import { Admin, Voter } from './support/voter.ts';

const VOTERS = Number(process.env.BURST_VOTERS ?? 1000);
/** Seconds within which all of them vote. */
const WINDOW = Number(process.env.BURST_SECONDS ?? 5);

/** The chart's setting, and the one that it gave up: what the difference costs. */
const settings = ['always', 'everysec'] as const;

describe(`a burst: ${VOTERS} voters in ${WINDOW} s at two pods`, needs('redis'), () => {
  for (const fsync of settings) {
    test(`none is lost, none is doubled, with appendfsync ${fsync}`, async (context) => {
      const redis = await RedisServer.start((conf) => conf.replace(/^appendfsync .*/m, `appendfsync ${fsync}`));
      context.after(() => redis.end());
      const pods = await Promise.all([Pod.start(redis.url), Pod.start(redis.url)]);
      context.after(() => Promise.all(pods.map((pod) => pod.end())));
      const admin = new Admin(pods[0]?.address ?? '');
      await until('there is a session', async () => (await admin.ask('/admin')).status === 200);
      const idle = pods.map(({ computed }) => computed);
      const atRest = Math.max(...pods.map(({ memory }) => memory));
      let memory = 0;
      const watch = setInterval(() => {
        memory = Math.max(memory, ...pods.map((pod) => pod.memory));
      }, 100);
      context.after(() => clearInterval(watch));

      const voters: Voter[] = [];
      for (let from = 0; from < VOTERS; from += 50) {
        const some = Array.from({ length: 50 }, (_, index) => new Voter(pods[index % 2]?.address ?? ''));
        voters.push(...(await Promise.all(some.map((voter) => voter.arrive()))));
      }
      const arrived = pods.map(({ computed }) => computed);
      await admin.act('open');
      await until('everybody sees it', () => voters.every(({ snapshot }) => snapshot?.state === 'OPEN'));

      const before = pods.map(({ computed }) => computed);
      const times: number[] = [];
      const choices = new Map<number, number>();
      const began = performance.now();
      await Promise.all(
        voters.map(async (voter, index) => {
          await sleep(Math.random() * WINDOW * 1000);
          const driver = numbers[index % numbers.length] as number;
          const start = performance.now();
          // Every tenth is impatient and clicks twice.
          const clicks = index % 10 === 0 ? [voter.vote(driver), voter.vote(driver)] : [voter.vote(driver)];
          for (const answer of await Promise.all(clicks)) assert.equal(answer, 'accepted');
          times.push(performance.now() - start);
          choices.set(driver, (choices.get(driver) ?? 0) + 1);
        }),
      );
      const seconds = (performance.now() - began) / 1000;
      const computed = pods.map((pod, index) => pod.computed - (before[index] ?? 0));

      await admin.act('close');
      await admin.act('publish');
      await until('everybody sees the results', () => voters.every(({ snapshot }) => snapshot?.results));
      const { votes, results = [] } = voters[0]?.snapshot ?? { votes: 0 };
      assert.equal(votes, VOTERS);
      for (const { driver, votes: counted } of results)
        assert.equal(counted, choices.get(driver), `votes for ${driver}`);

      clearInterval(watch);
      const perVote = computed.reduce((sum, one) => sum + one, 0) / (VOTERS * 1.1);
      const perArrival = arrived.reduce((sum, one, index) => sum + one - (idle[index] ?? 0), 0) / VOTERS;
      times.sort((a, b) => a - b);
      const percentile = (part: number) => `${(times[Math.floor(times.length * part)] ?? 0).toFixed(0)} ms`;
      context.diagnostic(
        `answer to a vote: p50 ${percentile(0.5)}, p95 ${percentile(0.95)}, p99 ${percentile(0.99)}; all within ${seconds.toFixed(1)} s`,
      );
      context.diagnostic(
        `memory of a pod: ${mebibytes(atRest)} at rest, ${mebibytes(memory)} with ${VOTERS / 2} sockets, of ${mebibytes(memoryLimit)}`,
      );
      context.diagnostic(
        `processor: ${perArrival.toFixed(1)} ms to bring the page and a socket, ${perVote.toFixed(1)} ms to take a vote`,
      );
      context.diagnostic(
        `a pod that uses all it asks for (${cpuRequest}m) takes ${(cpuRequest / perVote).toFixed(0)} votes a second`,
      );
      const { info } = await redisFigures(redis);
      context.diagnostic(`Redis: ${info}`);
      assert.ok(memory < memoryLimit, 'a pod would be killed');
      for (const voter of voters) voter.leave();
    });
  }
});

/** What the votes cost in Redis. */
async function redisFigures(redis: RedisServer): Promise<{ info: string }> {
  const client = await redis.client();
  const info = await client.info();
  client.destroy();
  const figure = (name: string) => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? 0);
  return {
    info: `${mebibytes(figure('used_memory'))} used, append-only file ${(figure('aof_current_size') / 1024).toFixed(0)} KiB, ${figure('total_commands_processed')} commands`,
  };
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MiB`;
}
