import type { Services, Topics } from './bus-schema';

/** What is said on the bus, how confidential it is, and what each topic's messages are called. */
export const topics: Topics = {
  'mouse-trap': {
    class: 'telemetry',
    events: ['new_mouse', 'new_rat'],
    data: { trap: 'string', region: 'string', grams: 'int32' },
  },
  'cadaver-exchange': {
    class: 'operational',
    events: ['new_mouse_exchange', 'new_rat_exchange'],
    data: { offer: 'string', animal: 'string', region: 'string', grams: 'int32' },
  },
  catnodejs: {
    class: 'personal',
    events: ['offer_reserved', 'offer_withdrawn'],
    // Who did it, by the id of the user's record.
    data: { offer: 'string', by: 'string' },
  },
};

/** Who speaks and who listens. */
export const services: Services = {
  catnodejs: { publishes: ['catnodejs'], subscribes: ['mouse-trap', 'cadaver-exchange'] },
  'cadaver-exchange': { publishes: ['cadaver-exchange'], subscribes: ['mouse-trap', 'catnodejs'] },
  mousetrap: { publishes: ['mouse-trap'], subscribes: [] },
};
