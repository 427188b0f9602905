import type { Waiver } from './rule';

/** Exceptions, each to one rule for one object. One that nothing uses is an error, so that the list stays true. */
export const waivers: readonly Waiver[] = [
  {
    rule: 'pod-security',
    object: 'DaemonSet/reactivite-node-agents/node-exporter',
    reason: 'Reads the load, disks and network of the node itself; alone in a namespace of its own, read-only.',
    expires: '2027-11-30',
  },
  {
    rule: 'namespace-security',
    object: 'Namespace/reactivite-node-agents',
    reason: 'Holds node-exporter, which needs the host namespaces, and nothing else.',
    expires: '2027-11-30',
  },
  {
    rule: 'rbac',
    object: 'ClusterRole/reactivite-traefik',
    reason:
      'Traefik serves the TLS Secrets of Ingresses in every namespace and watches all Secrets for it. Names are not ' +
      'known beforehand: cert-manager makes them. Narrower only if Traefik is told its namespaces one by one.',
    expires: '2027-05-31',
  },
  {
    rule: 'narrow-flows',
    object: 'NetworkPolicy/traefik/traefik',
    reason: 'In `local` one Traefik serves the Ingresses of all systems; whom it reaches, their own policies decide.',
    expires: '2027-05-31',
  },
  {
    rule: 'selectors',
    object: 'Service/vault/vault-active',
    reason: 'Vault itself puts the label vault-active on the pod that leads, while it runs.',
    expires: '2027-11-30',
  },
];
