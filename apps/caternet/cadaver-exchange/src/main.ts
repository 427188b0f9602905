import { Bus, list, number, required, run, secret } from '@caternet/bus';
import { Api } from './api.ts';
import { take } from './exchange.ts';
import { market } from './market.ts';

/** Puts dead mice and rats on the market; what it knows, catnodejs keeps. */

const api = new Api(required('API_URL'), required('APP_ID'), secret('EXCHANGE_KEY'));
const bus = new Bus(required('PUBSUB_PROJECT'));
const topic = bus.publisher(required('PUBLISH_TOPIC'));

for (const name of list('SUBSCRIPTIONS')) bus.subscribe(name, (event) => take(event, api, topic));

run(
  {
    name: 'cadaver-exchange',
    ready: async () => {
      bus.ready();
      await api.ready();
    },
    stop: () => bus.close(),
    answer: market(api, list('TRUSTED_PROXIES')),
  },
  number('PORT', 5000),
);
