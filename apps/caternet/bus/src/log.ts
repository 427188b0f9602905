import { pino } from 'pino';
import { traceId } from './trace.ts';

/** One line of JSON each; a secret has no business in any. */
export const log = pino({
  level: process.env.LOG_LEVEL ?? 'info',
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  // As Cloud Logging names it: https://cloud.google.com/logging/docs/structured-logging
  formatters: {
    level: (label) => ({ severity: label.toUpperCase().replace('WARN', 'WARNING').replace('FATAL', 'CRITICAL') }),
  },
  mixin: () => ({ trace: traceId() }),
  messageKey: 'message',
});

// Node would write its warnings as text.
process.removeAllListeners('warning').on('warning', ({ name, message }) => log.warn({ name }, message));
