/** What a voter is told about a vote. */
export type VoteAnswer =
  | { readonly kind: 'accepted'; readonly driver: number }
  | { readonly kind: 'already'; readonly driver: number }
  | { readonly kind: 'closed' }
  /** Too many attempts from this address. */
  | { readonly kind: 'limited'; readonly retryAfter: number }
  /** There was no cookie that tells devices apart; this answer brings one. */
  | { readonly kind: 'cookies' }
  /** Nobody with that number drives. */
  | { readonly kind: 'invalid' }
  /** Redis is away. */
  | { readonly kind: 'moment' };
