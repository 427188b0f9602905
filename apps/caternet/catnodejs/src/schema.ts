/**
 * The classes of records, and who may do what with them: nobody else, and no class or field that is not here.
 * https://docs.parseplatform.org/defined-schema/guide/
 */

/** The role of the exchange. */
export const EXCHANGE = 'exchange';

/** The role of those who may take any offer off the market. */
export const MODERATORS = 'moderators';

const nobody = { find: {}, count: {}, get: {}, create: {}, update: {}, delete: {}, addField: {} };
const everybody = { '*': true };
const exchange = { [`role:${EXCHANGE}`]: true };
const moderators = { [`role:${MODERATORS}`]: true };

const required = { required: true } as const;
const animal = { type: 'String', ...required } as const;

const definitions = [
  {
    /** What a trap said that it caught. */
    className: 'Catch',
    fields: {
      animal,
      trap: { type: 'String', ...required },
      region: { type: 'String', ...required },
      grams: { type: 'Number', ...required },
      caughtAt: { type: 'Date', ...required },
    },
    classLevelPermissions: { ...nobody, find: moderators, count: moderators, get: moderators },
  },
  {
    /** A dead animal on the market. What happened to it only ever becomes true, so it does not matter in which order it is noted. */
    className: 'Offer',
    fields: {
      animal,
      region: { type: 'String', ...required },
      grams: { type: 'Number', ...required },
      caughtAt: { type: 'Date', ...required },
      reserved: { type: 'Boolean', ...required, defaultValue: false },
      withdrawn: { type: 'Boolean', ...required, defaultValue: false },
    },
    classLevelPermissions: { ...nobody, find: everybody, count: everybody, get: everybody, create: exchange },
    // What the market asks for.
    indexes: { market: { reserved: 1, withdrawn: 1, animal: 1 } },
  },
  {
    /** What somebody did to an offer. Its id follows from the offer and the deed: the database lets one of them in. */
    className: 'Deed',
    fields: {
      type: { type: 'String', ...required },
      offer: { type: 'Pointer', targetClass: 'Offer', ...required },
      by: { type: 'Pointer', targetClass: '_User', ...required },
      /** Whether the offer, the search and the bus know. */
      told: { type: 'Boolean', ...required, defaultValue: false },
    },
    classLevelPermissions: nobody,
    indexes: { untold: { told: 1 } },
  },
  {
    /** What the exchange notes of offers that left the market; whom to, it does not. */
    className: 'Trade',
    fields: {
      type: { type: 'String', ...required },
      offer: { type: 'Pointer', targetClass: 'Offer', ...required },
      at: { type: 'Date', ...required },
    },
    classLevelPermissions: {
      ...nobody,
      find: moderators,
      count: moderators,
      get: { ...moderators, ...exchange },
      create: exchange,
    },
  },
  {
    className: '_User',
    fields: {},
    // Whom one may read and change, each user's own list says.
    classLevelPermissions: { ...nobody, get: everybody, create: everybody, update: everybody, delete: everybody },
  },
  { className: '_Role', fields: {}, classLevelPermissions: nobody },
];

export const schema = {
  definitions,
  strict: false,
  lockSchemas: true,
  deleteExtraFields: false,
  recreateModifiedFields: false,
};
