import { INGRESS_CLASS, TRAEFIK_NAMESPACE } from '../../config/k3s/facts';
import type { IngressController } from '../constructs/ingress';
import { podsOf } from '../constructs/network-rules';

/** Name of K3s' Helm chart for Traefik, and of its pods in the label that every pod carries. */
export const TRAEFIK = 'traefik';

/** The Traefik that K3s brings along. */
export const k3sTraefik: IngressController = {
  className: INGRESS_CLASS,
  peer: podsOf(TRAEFIK_NAMESPACE, TRAEFIK),
};

/**
 * The Traefik of another system in the same cluster, where K3s' own was left out: it serves the same class.
 * This is the one thing about it that must be known.
 */
export const otherTraefik = podsOf('traefik', 'traefik');

/**
 * Only at the entry point that speaks TLS: K3s' own Traefik would answer at its other one, too, and in plain text.
 * https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/ingress/
 */
export const httpsOnly: Readonly<Record<string, string>> = {
  'traefik.ingress.kubernetes.io/router.entrypoints': 'websecure',
  'traefik.ingress.kubernetes.io/router.tls': 'true',
};
