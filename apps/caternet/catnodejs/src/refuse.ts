import { log } from '@caternet/bus';
import type { NextFunction, Request, Response } from 'express';

/** Notes a request that Parse refuses before it looks at it, as one with a wrong key, and answers where Parse did not. */
export function refuse(
  error: Error & { status?: number },
  request: Request,
  response: Response,
  // By the number of its arguments Express knows what a function is for.
  _next: NextFunction,
): void {
  const { status = 500, message } = error;
  log.warn({ path: request.path, from: request.ip, status, error: message }, 'refused');
  if (!response.headersSent) response.status(status).json({ error: status < 500 ? message : 'it failed' });
}
