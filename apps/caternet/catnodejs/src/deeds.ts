import { log, newId, type Publisher } from '@caternet/bus';
import Parse from 'parse/node';
import { all, get, pointer, saveOnce } from './records.ts';
import type { Search } from './search.ts';

/** What users do to offers. A deed is first kept, then told: whoever dies between the two is made good for later. */

export type Deed = 'offer_reserved' | 'offer_withdrawn';

const mark = { offer_reserved: 'reserved', offer_withdrawn: 'withdrawn' } as const;

/** What was kept so long ago and not told, in milliseconds, nobody is telling any more. */
const FORGOTTEN = 10_000;

export class Deeds {
  private readonly search: Search;
  private readonly publisher: Publisher;

  constructor(search: Search, publisher: Publisher) {
    this.search = search;
    this.publisher = publisher;
  }

  /** Does it for good. @returns false where somebody else did */
  async do(type: Deed, offer: Parse.Object, user: Parse.User): Promise<boolean> {
    const id = newId(type, offer.id ?? '');
    const first = await saveOnce('Deed', id, { type, offer: pointer('Offer', offer.id ?? ''), by: user });
    const deed = await get('Deed', id);
    if (!first && deed.get('by').id !== user.id) return false;
    try {
      await this.tell(deed);
    } catch (error) {
      log.warn({ deed: id, error: String(error) }, 'a deed is told later');
    }
    return true;
  }

  /** Tells the offer, the bus and the search; what they know already does no harm. */
  private async tell(deed: Parse.Object): Promise<void> {
    if (deed.get('told')) return;
    const type: Deed = deed.get('type');
    const offer = await get('Offer', deed.get('offer').id);
    if (!offer.get(mark[type])) await offer.save({ [mark[type]]: true }, all);
    const data = { offer: offer.id, by: deed.get('by').id };
    const at = (deed.createdAt ?? new Date()).toISOString();
    await this.publisher.publish({ id: deed.id ?? '', type, at, data }, offer.id);
    await this.index(offer.id ?? '');
    await deed.save({ told: true }, all);
  }

  /** Shows the search an offer as it is now. */
  async index(id: string): Promise<void> {
    const offer = await get('Offer', id);
    const { animal, region, grams, caughtAt, reserved, withdrawn } = offer.attributes;
    const available = !reserved && !withdrawn;
    const found = { animal, region, grams, caughtAt: caughtAt.toISOString(), available };
    await this.search.put(id, offer.updatedAt?.getTime() ?? 0, found);
  }

  /** Tells what was left untold. */
  async tellForgotten(): Promise<void> {
    const query = new Parse.Query('Deed').equalTo('told', false);
    query
      .lessThan('createdAt', new Date(Date.now() - FORGOTTEN))
      .ascending('createdAt')
      .limit(100);
    for (const deed of await query.find(all)) await this.tell(deed);
  }
}
