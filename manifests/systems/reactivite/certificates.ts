import type { IngressOptions } from '../../constructs/ingress';
import type { Place } from './place';

/** The Ingress options that make cert-manager fetch a certificate; none where Traefik's own one must do. */
export function tlsFor(app: string, { certificates }: Place): IngressOptions {
  if (!certificates) return {};
  return { tlsSecret: `${app}-tls`, annotations: { 'cert-manager.io/cluster-issuer': certificates.issuer } };
}
