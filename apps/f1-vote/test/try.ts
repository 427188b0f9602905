/** `npm run try`: the vote on this machine, with the chart's Redis beside it. Ends with Ctrl+C, and leaves nothing behind. */
import { once } from 'node:events';
import { ADMIN, Pod } from './support/pod.ts';
import { RedisServer } from './support/redis.ts';

const redis = await RedisServer.start();
// No proxy stands in front, so the app itself sees who asks.
const pod = await Pod.start(redis.url, { PORT: process.env.PORT ?? '3000', ADDRESS_HEADER: '', PROTOCOL_HEADER: '' });
console.log(
  `The vote: ${pod.address}\nThe admin: ${pod.address}/admin, user ${ADMIN.user}, password "${ADMIN.password}"`,
);
const [reason] = await Promise.race([
  once(process, 'SIGINT'),
  once(process, 'SIGTERM'),
  pod.exited.then(() => ['the app ended']),
]);
console.log(`\n${reason}`);
await pod.end();
await redis.end();
