/** Addresses that Google itself connects from. */
export const googleRanges = {
  /** Identity-Aware Proxy; https://cloud.google.com/iap/docs/using-tcp-forwarding */
  iap: '35.235.240.0/20',
} as const;
