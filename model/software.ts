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

/** The key that unseals the Vault in a pod, and the ConfigMap that says so. */
export function sealOf({ owner, spec }: Pod, view: View): { key: string; configMap: string } | undefined {
  for (const { configMap } of spec.volumes ?? []) {
    const name = `ConfigMap/${namespaceOf(owner)}/${configMap?.name}`;
    const text = Object.values(view.get(name)?.data ?? {}).join('\n');
    const [, body] = /^seal "gcpckms" \{([^}]*)\}/m.exec(text) ?? [];
    if (body === undefined) continue;
    const value = (key: string) => new RegExp(`^\\s*${key}\\s*=\\s*"([^"]*)"`, 'm').exec(body)?.[1];
    const [project, region, ring, key] = ['project', 'region', 'key_ring', 'crypto_key'].map(value);
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
