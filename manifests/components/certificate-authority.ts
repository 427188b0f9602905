import type { Construct } from 'constructs';
import type { SecretRef } from '../constructs/secret-ref';
import type { Volume } from '../constructs/volumes';

/** Who signs certificates for TLS inside the cluster; whoever takes one does not ask how. */
export interface CertificateAuthority {
  /** A server's certificate for `addresses`, in the namespace of `scope`: `tls.crt`, `tls.key`, `ca.crt` in a Secret. */
  serverCertificate(scope: Construct, name: string, addresses: ServerAddresses): SecretRef;
  /** The authority's certificate as the file `ca.crt`, for pods in the namespace of `scope`. */
  trust(scope: Construct, name: string): Volume;
}

export interface ServerAddresses {
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  /** The servers are each other's clients as well, and show the same certificate. @default false */
  readonly peers?: boolean;
}

/** Every name under which something in the cluster calls Services, and a pod itself. @param services may begin with `*.` */
export function addressesOf(namespace: string, services: readonly string[]): ServerAddresses {
  const suffixes = [`.${namespace}.svc.cluster.local`, `.${namespace}.svc`, `.${namespace}`];
  return {
    dnsNames: ['localhost', ...services.flatMap((service) => suffixes.map((suffix) => `${service}${suffix}`))],
    ipAddresses: ['127.0.0.1', '::1'],
  };
}

/** The Secret `name`, of which only the authority's certificate is mounted. Public, and readable by any user: not every client's pod has a volume group. */
export function trusting(name: string): Volume {
  return {
    name,
    source: { secret: { secretName: name, items: [{ key: 'ca.crt', path: 'ca.crt' }], defaultMode: 0o444 } },
  };
}
