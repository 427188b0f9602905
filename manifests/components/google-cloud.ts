import { addresses, internet, type NetworkRules } from '../constructs/network-rules';

/** ServiceAccount annotations that let pods act as a Google service account; Terraform grants the other half. */
export function actingAs(email: string): Record<string, string> {
  return { 'iam.gke.io/gcp-service-account': email };
}

/** Google's APIs over TLS, and the metadata server where pods get their token.
 * https://cloud.google.com/kubernetes-engine/docs/how-to/network-policy#network-policy-and-workload-identity
 */
export function allowGoogleApis(network: NetworkRules): void {
  network.allowTo(internet, 443);
  network.allowTo(addresses('169.254.169.252/32'), 987, 988);
  network.allowTo(addresses('169.254.169.254/32'), 80);
}
