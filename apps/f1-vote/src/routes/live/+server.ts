import { running } from '#lib/server/running.ts';

/** For browsers without a WebSocket to us; the WebSocket has the same path. */
export const GET = () => Response.json(running().vote.snapshot);
