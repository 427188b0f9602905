import { type Event, newId, Poison, type Publisher } from '@caternet/bus';
import type { Api } from './api.ts';

const trades = { offer_reserved: 'reserved', offer_withdrawn: 'withdrawn' } as const;

/**
 * Puts what was caught on the market, and notes what leaves it. All ids follow from the event: who dies between keeping an offer
 * and telling of it does both again, and it comes to the same.
 */
export async function take(event: Event, api: Api, publisher: Publisher): Promise<void> {
  const { id, type, at, data } = event;
  switch (type) {
    case 'new_mouse':
    case 'new_rat':
      return offer(event, type, api, publisher);
    case 'offer_reserved':
    case 'offer_withdrawn': {
      if (typeof data.offer !== 'string') throw new Poison('of no offer');
      const pointer = { __type: 'Pointer', className: 'Offer', objectId: data.offer };
      return api.makeOnce('Trade', newId('trade', id), {
        type: trades[type],
        offer: pointer,
        at: { __type: 'Date', iso: at },
      });
    }
    default:
      throw new Poison(`${type} is of no concern here`);
  }
}

async function offer(
  { id, at, data }: Event,
  type: 'new_mouse' | 'new_rat',
  api: Api,
  publisher: Publisher,
): Promise<void> {
  const { region, grams } = data;
  if (typeof region !== 'string' || typeof grams !== 'number' || !(grams > 0 && grams < 10_000))
    throw new Poison('not of a trap');
  const offered = newId('offer', id);
  const animal = type === 'new_rat' ? 'rat' : 'mouse';
  await api.makeOnce('Offer', offered, { animal, region, grams, caughtAt: { __type: 'Date', iso: at } });
  const told = {
    id: newId('offered', id),
    type: `${type}_exchange`,
    at,
    data: { offer: offered, animal, region, grams },
  };
  await publisher.publish(told, offered);
}
