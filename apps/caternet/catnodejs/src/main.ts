import { Bus, log, run } from '@caternet/bus';
import express from 'express';
import { cloud } from './cloud.ts';
import { startDashboard } from './dashboard.ts';
import { Deeds } from './deeds.ts';
import { take } from './events.ts';
import { databaseReady, startParse } from './parse.ts';
import { refuse } from './refuse.ts';
import { Search } from './search.ts';
import { settings } from './settings.ts';

/** Users and information: Parse Server, which alone has the database and the search. */

/** How often somebody looks for deeds that were not told, in milliseconds. */
const LOOK_AGAIN = 5_000;

const set = settings();
const search = new Search(set.search);
const bus = new Bus(set.project);
const deeds = new Deeds(search, bus.publisher(set.topic));

await search.prepare();
const parse = await startParse(set, () => cloud(deeds, search));
const dashboard = startDashboard(set);

for (const name of set.subscriptions) bus.subscribe(name, (event) => take(event, deeds));
const forgotten = setInterval(() => {
  deeds.tellForgotten().catch((error: unknown) => log.warn({ error: String(error) }, 'deeds are told later'));
}, LOOK_AGAIN);

// Of the proxies in front it believes who asks: the master key depends on that, and how often somebody may try a password.
const app = express().disable('x-powered-by').set('trust proxy', set.proxies).use('/parse', parse).use(refuse);

run(
  {
    name: 'catnodejs',
    ready: async () => {
      bus.ready();
      await Promise.all([databaseReady(), search.ready()]);
    },
    stop: async () => {
      clearInterval(forgotten);
      dashboard.close();
      dashboard.closeAllConnections();
      await bus.close();
    },
    answer: app,
  },
  set.ports.http,
);
