import { INGRESS_CLASS, TRAEFIK_NAMESPACE } from '../../config/k3s/facts';
import type { IngressController } from '../constructs/ingress';
import { podsOf } from '../constructs/network-rules';

/** Name of K3s's Helm chart for Traefik, and of its pods in the label that every pod carries. */
export const TRAEFIK = 'traefik';

/** The Traefik that K3s brings along. */
export const k3sTraefik: IngressController = {
  className: INGRESS_CLASS,
  peer: podsOf(TRAEFIK_NAMESPACE, TRAEFIK),
};

/**
 * The Traefik of another system in the same cluster, where K3s's own was left out: it serves the same class.
 * This is the one thing about it that must be known here.
 */
export const otherTraefik = podsOf('traefik', 'traefik');
