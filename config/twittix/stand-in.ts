import { type Named, probePath } from './facts';
import type { Services } from './schema';

/** What apps/twittix/stand-in is told of the service in whose place it runs, as its README has it. */
export function standInEntry(
  { name, calls = {}, database, store, mail, ...service }: Named,
  services: Services,
): object {
  return {
    name,
    health: probePath(service, 'health') ?? '/',
    ready: probePath(service, 'ready') ?? '/',
    calls: Object.fromEntries(Object.entries(calls).map(([variable, to]) => [variable, services[to]?.health ?? ''])),
    database: database?.rights,
    store,
    mail,
  };
}
