import type { ReactiviteConfig } from '../../../config/reactivite';
import type { IngressOptions } from '../../constructs/ingress';

/** The Ingress options that make cert-manager fetch a certificate; none where Traefik's own one must do. */
export function tlsFor(app: string, { certificates }: ReactiviteConfig): IngressOptions {
  if (!certificates) return {};
  return { tlsSecret: `${app}-tls`, annotations: { 'cert-manager.io/cluster-issuer': certificates.issuer } };
}
