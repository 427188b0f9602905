/** What cert-manager is called and where it listens, in every cluster that has it. */
export const certManager = {
  namespace: 'cert-manager',
  /** Its ServiceAccount, as the chart calls it under this name of a release. */
  account: 'cert-manager',
  /** Its webhook; https://cert-manager.io/docs/installation/compatibility/#gke */
  webhookPort: 10250,
} as const;
