import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

/** Which chain of work something belongs to: it goes with every event, and stands in every line of the log. */

const current = new AsyncLocalStorage<string>();

/** https://www.w3.org/TR/trace-context/#traceparent-header */
const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Goes on with a chain that somebody began, or begins one. */
export function traced<Result>(traceparent: string | undefined, work: () => Result): Result {
  const id = TRACEPARENT.exec(traceparent ?? '')?.[1] ?? traceId() ?? randomBytes(16).toString('hex');
  return current.run(id, work);
}

export function traceId(): string | undefined {
  return current.getStore();
}

/** What tells the next one of the chain. */
export function traceparent(): string {
  return `00-${traceId() ?? randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`;
}
