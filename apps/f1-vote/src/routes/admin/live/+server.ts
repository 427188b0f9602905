import { Unavailable } from '#lib/server/redis.ts';
import { running } from '#lib/server/running.ts';

/** For browsers without a WebSocket to us; the WebSocket has the same path. */
export const GET = async () => {
  const { vote } = running();
  await vote.look().catch((error: unknown) => {
    if (!(error instanceof Unavailable)) throw error;
  });
  return Response.json(vote.adminSnapshot);
};
