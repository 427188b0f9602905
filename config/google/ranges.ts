/** Addresses of Google itself. */
export const googleRanges = {
  /** Identity-Aware Proxy, which connects from there; https://cloud.google.com/iap/docs/using-tcp-forwarding */
  iap: '35.235.240.0/20',
  /** Where its APIs and Cloud Run answer inside a network; https://docs.cloud.google.com/vpc/docs/configure-private-google-access */
  privateApis: '199.36.153.8/30',
} as const;
