import Parse from 'parse/node';
import type { Deeds } from './deeds.ts';
import { all, get } from './records.ts';
import { MODERATORS } from './schema.ts';
import type { Search, Wish } from './search.ts';

const offerOnly = { requireUser: true, fields: { offer: { type: String, required: true } } } as const;

/** What clients may call, and what records must look like. */
export function cloud(deeds: Deeds, search: Search): void {
  /** The one who asks gets the offer, when nobody did before. */
  Parse.Cloud.define(
    'reserveOffer',
    async ({ params, user }) => {
      const offer = await get('Offer', params.offer);
      if (offer.get('withdrawn')) throw refusal('the offer was withdrawn');
      if (!(await deeds.do('offer_reserved', offer, known(user)))) throw refusal('somebody else has the offer');
      return { offer: offer.id };
    },
    offerOnly,
  );

  /** Takes an offer off the market for good: who has it may, and moderators. */
  Parse.Cloud.define(
    'withdrawOffer',
    async ({ params, user }) => {
      const offer = await get('Offer', params.offer);
      const mayWithdraw = (await hasReserved(known(user), offer)) || (await isModerator(known(user)));
      if (!mayWithdraw) throw new Parse.Error(Parse.Error.OPERATION_FORBIDDEN, 'the offer is not yours');
      await deeds.do('offer_withdrawn', offer, known(user));
      return { offer: offer.id };
    },
    offerOnly,
  );

  /** What the one who asks has reserved, the newest first. */
  Parse.Cloud.define(
    'myOffers',
    async ({ user }) => {
      const query = new Parse.Query('Deed').equalTo('type', 'offer_reserved').equalTo('by', known(user));
      const deeds = await query.include('offer').descending('createdAt').limit(100).find(all);
      return deeds.map((deed) => deed.get('offer').toJSON());
    },
    { requireUser: true },
  );

  Parse.Cloud.define('searchOffers', ({ params }) => search.find(params as Wish), {
    fields: {
      animal: { type: String, required: false },
      region: { type: String, required: false },
      leastGrams: { type: Number, required: false },
    },
  });

  Parse.Cloud.beforeSave('Offer', ({ object, master }) => {
    const { animal, grams, reserved, withdrawn } = object.attributes;
    if (animal !== 'mouse' && animal !== 'rat') throw invalid('animal is mouse or rat');
    if (!(grams > 0 && grams < 10_000)) throw invalid('grams is between 0 and 10000');
    if (!master && (reserved || withdrawn)) throw invalid('a new offer can be had');
  });
}

function known(user: Parse.User | undefined): Parse.User {
  if (!user) throw new Parse.Error(Parse.Error.SESSION_MISSING, 'who are you?');
  return user;
}

async function hasReserved(user: Parse.User, offer: Parse.Object): Promise<boolean> {
  const query = new Parse.Query('Deed').equalTo('type', 'offer_reserved').equalTo('offer', offer).equalTo('by', user);
  return (await query.count(all)) > 0;
}

async function isModerator(user: Parse.User): Promise<boolean> {
  return (await new Parse.Query(Parse.Role).equalTo('name', MODERATORS).equalTo('users', user).count(all)) > 0;
}

const refusal = (message: string) => new Parse.Error(Parse.Error.SCRIPT_FAILED, message);
const invalid = (message: string) => new Parse.Error(Parse.Error.VALIDATION_ERROR, message);
