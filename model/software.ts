import { parse } from 'yaml';
import { namespaceOf } from './objects';
import type { Container, Pod } from './pods';
import type { View } from './view';

/** What the software in pods says about the cloud, in its own language. */

/** Containers of the Cloud SQL Auth Proxy, with the instances that each connects to. */
export function proxiesOf({ containers }: Pod): { container: Container; instances: string[] }[] {
  return containers
    .filter(({ image }) => /\/cloud-sql-proxy:/.test(image))
    .map((container) => ({
      container,
      // project:region:instance; a project of a domain has a colon more.
      instances: (container.args ?? []).filter((arg) => /^[a-z][\w.-]*(:[\w.-]+){2,3}$/.test(arg)),
    }));
}

export function usesIamLogin(pod: Pod): boolean {
  return proxiesOf(pod).some(({ container }) => container.args?.includes('--auto-iam-authn'));
}

/** Vault's configuration file, in JSON. */
const VAULT_CONFIG = 'vault.json';

interface VaultSettings {
  /** https://developer.hashicorp.com/vault/docs/configuration/seal/gcpckms */
  readonly seal?: { readonly gcpckms?: Readonly<Record<'project' | 'region' | 'key_ring' | 'crypto_key', string>> };
}

/** The key that unseals the Vault in a pod, and the ConfigMap that says so. */
export function sealOf({ owner, spec }: Pod, view: View): { key: string; configMap: string } | undefined {
  for (const { configMap } of spec.volumes ?? []) {
    const name = `ConfigMap/${namespaceOf(owner)}/${configMap?.name}`;
    const text = view.get(name)?.data?.[VAULT_CONFIG];
    const seal = text === undefined ? undefined : (JSON.parse(text) as VaultSettings).seal?.gcpckms;
    if (!seal) continue;
    const { project, region, key_ring: ring, crypto_key: key } = seal;
    return {
      key: `projects/${project}/locations/${region}/keyRings/${ring}/cryptoKeys/${key}`,
      configMap: name,
    };
  }
  return undefined;
}

interface TraefikValues {
  readonly ports?: Readonly<
    Record<string, { readonly hostPort?: number; readonly forwardedHeaders?: { readonly trustedIPs?: string[] } }>
  >;
}

/** What is changed of the Traefik that K3s brings along. */
export function bundledTraefik(view: View): { object: string; values: TraefikValues } | undefined {
  const config = view.ofKind('HelmChartConfig').find(({ metadata }) => metadata.name === 'traefik');
  if (!config) return undefined;
  const values = (parse(config.spec.valuesContent ?? '') ?? {}) as TraefikValues;
  return { object: `HelmChartConfig/${config.metadata.namespace}/traefik`, values };
}
