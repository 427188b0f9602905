/** Addresses of Google itself. */
export const googleRanges = {
  /** Identity-Aware Proxy, which connects from there; https://cloud.google.com/iap/docs/using-tcp-forwarding */
  iap: '35.235.240.0/20',
  /** Where its APIs and Cloud Run answer inside a network; https://docs.cloud.google.com/vpc/docs/configure-private-google-access */
  privateApis: '199.36.153.8/30',
  /** Load balancers for HTTP, and what asks backends for their health; https://cloud.google.com/load-balancing/docs/https#firewall_rules */
  loadBalancers: ['35.191.0.0/16', '130.211.0.0/22'],
} as const;
