import { Construct } from 'constructs';
import { ConfigFiles } from '../constructs/config-files';
import { internet, type NetworkRules } from '../constructs/network-rules';
import { projectedToken, type Volume } from '../constructs/volumes';

export interface GoogleFederationProps {
  /** Provider of workload identities that trusts the cluster's signer of tokens, `projects/N/locations/global/...`. */
  readonly provider: string;
}

const CONFIG = '/etc/google';
const TOKEN = '/var/run/secrets/google';

/**
 * Pods of a cluster elsewhere act on Google Cloud as their ServiceAccount: by a token that the kubelet renews, which Google
 * exchanges. There is no key. What they may do is granted to `principal://...` on the other side.
 * https://cloud.google.com/iam/docs/workload-identity-federation-with-kubernetes
 */
export class GoogleFederation extends Construct {
  /** For the pods, beside their own. */
  readonly env: Readonly<Record<string, string>> = { GOOGLE_APPLICATION_CREDENTIALS: `${CONFIG}/login.json` };
  readonly mounts: Readonly<Record<string, Volume>>;

  constructor(scope: Construct, id: string, { provider }: GoogleFederationProps) {
    super(scope, id);
    const audience = `//iam.googleapis.com/${provider}`;
    const files = new ConfigFiles(this, 'Config', { name: id, files: { 'login.json': loginFile(audience) } });
    this.mounts = { [CONFIG]: files.volume, [TOKEN]: projectedToken('google-token', `https:${audience}`) };
  }

  /** Lets pods reach Google's APIs, the exchange of tokens among them. */
  allow(network: NetworkRules): void {
    network.allowTo(internet, 443);
  }
}

/** https://google.aip.dev/auth/4117 */
function loginFile(audience: string): string {
  const login = {
    type: 'external_account',
    audience,
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    token_url: 'https://sts.googleapis.com/v1/token',
    credential_source: { file: `${TOKEN}/token`, format: { type: 'text' } },
  };
  return `${JSON.stringify(login, null, 2)}\n`;
}
