import { type Event, Poison } from '@caternet/bus';
import type { Deeds } from './deeds.ts';
import { saveOnce } from './records.ts';

/** What the bus brings: catches are noted, and offers shown to the search. Doing either twice comes to the same. */
export async function take({ id, type, at, data }: Event, deeds: Deeds): Promise<void> {
  switch (type) {
    case 'new_mouse':
    case 'new_rat': {
      const { trap, region, grams } = data;
      if (typeof trap !== 'string' || typeof region !== 'string' || typeof grams !== 'number')
        throw new Poison('not of a trap');
      const animal = type === 'new_rat' ? 'rat' : 'mouse';
      await saveOnce('Catch', id, { animal, trap, region, grams, caughtAt: new Date(at) });
      return;
    }
    case 'new_mouse_exchange':
    case 'new_rat_exchange':
      if (typeof data.offer !== 'string') throw new Poison('of no offer');
      return deeds.index(data.offer);
    default:
      throw new Poison(`${type} is of no concern here`);
  }
}
