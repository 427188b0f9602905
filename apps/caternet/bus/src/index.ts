export { Bus, Poison, type Publisher } from './bus.ts';
export { type Event, eventFrom, newId } from './event.ts';
export { log } from './log.ts';
export { counter, metrics } from './metrics.ts';
export { run, type Service } from './service.ts';
export { list, number, required, secret } from './settings.ts';
export { traceparent } from './trace.ts';
