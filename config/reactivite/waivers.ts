import type { Waiver } from '../waiver';

const nodeExporter = 'DaemonSet/reactivite-node-agents/node-exporter';
const ofTheNode = 'Reads the load, disks and network of the node itself; alone in a namespace of its own, read-only.';

export const waivers: readonly Waiver[] = [
  {
    rule: 'host-namespaces',
    object: nodeExporter,
    details: ['sets hostNetwork', 'sets hostPID'],
    reason: ofTheNode,
    expires: '2027-11-30',
  },
  {
    rule: 'volume-types',
    object: nodeExporter,
    details: ['volume host is a hostPath'],
    reason: ofTheNode,
    expires: '2027-11-30',
  },
  {
    rule: 'namespace-security',
    object: 'Namespace/reactivite-node-agents',
    details: ['has pod-security.kubernetes.io/enforce: privileged, not restricted'],
    reason: 'Holds node-exporter, which needs the host namespaces, and nothing else.',
    expires: '2027-11-30',
  },
  {
    rule: 'rbac',
    object: 'ClusterRole/reactivite-traefik',
    details: ['reads every Secret'],
    reason:
      'Traefik serves the TLS Secrets of Ingresses in every namespace and watches all Secrets for it. Names are not ' +
      'known beforehand: cert-manager makes them. Narrower only if Traefik is told its namespaces one by one.',
    expires: '2027-05-31',
  },
  {
    rule: 'narrow-flows',
    object: 'NetworkPolicy/traefik/traefik',
    details: ['allows every port'],
    reason: 'In `local` one Traefik serves the Ingresses of all systems; whom it reaches, their own policies decide.',
    expires: '2027-05-31',
  },
  {
    rule: 'selectors',
    object: 'Service/vault/vault-active',
    details: ['selector (app.kubernetes.io/name=vault, vault-active=true) selects no pod in vault'],
    reason: 'Vault itself puts the label vault-active on the pod that leads, while it runs.',
    expires: '2027-11-30',
  },
];
