import { Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { labelKeys } from '../../config/labels';
import { type Identity, namespaced } from './metadata';
import { SystemChart } from './system-chart';

/** A side of a connection: pods, or a range of addresses. */
export type Peer = k8s.NetworkPolicyPeer;

/** A port of a pod, after the Service's mapping. @default protocol TCP */
export type Port = number | { readonly port: number; readonly protocol: 'TCP' | 'UDP' };

const namespaceNameLabel = 'kubernetes.io/metadata.name';

/** The pods of one app. */
export function podsOf(namespace: string, app: string): Peer {
  return { ...podsIn(namespace), podSelector: { matchLabels: { [labelKeys.name]: app } } };
}

/** Every pod of a namespace. */
export function podsIn(namespace: string): Peer {
  return { namespaceSelector: { matchLabels: { [namespaceNameLabel]: namespace } } };
}

/** Addresses in a range, those in `except` left out. */
export function addresses(cidr: string, except?: readonly string[]): Peer {
  return { ipBlock: { cidr, ...(except && { except: [...except] }) } };
}

/** Every pod of the cluster. */
export const anyPod: Peer = { namespaceSelector: {} };

/** Any address, inside the cluster and outside. */
export const anyone = addresses('0.0.0.0/0');

/** The flows of one app: the namespace denies everything (see Namespace), this opens what is asked for. */
export class NetworkRules extends Construct {
  private readonly ingress: k8s.NetworkPolicyIngressRule[] = [];
  private readonly egress: k8s.NetworkPolicyEgressRule[] = [];

  constructor(scope: Construct, id: string, identity: Identity) {
    super(scope, id);
    const { [labelKeys.name]: app = identity.name } = identity.labels ?? {};
    new k8s.KubeNetworkPolicy(this, 'Policy', {
      metadata: namespaced(this, identity),
      // Flows are added while the charts are wired, after this object was made.
      spec: Lazy.any({
        produce: () => ({
          podSelector: { matchLabels: { [labelKeys.name]: app } },
          policyTypes: ['Ingress', 'Egress'],
          ...(this.ingress.length > 0 && { ingress: this.ingress }),
          ...(this.egress.length > 0 && { egress: this.egress }),
        }),
      }) as k8s.NetworkPolicySpec,
    });
  }

  /** @param ports none stands for every port */
  allowFrom(peer: Peer, ...ports: Port[]): void {
    this.ingress.push({ from: [peer], ...portsOf(ports) });
  }

  /** @param ports none stands for every port */
  allowTo(peer: Peer, ...ports: Port[]): void {
    this.egress.push({ to: [peer], ...portsOf(ports) });
  }

  /**
   * Ports of the nodes themselves. No peer can name a node - to Cilium, and so to GKE Dataplane V2, its addresses lie in
   * no range - so these ports are open to any destination; https://docs.cilium.io/en/stable/security/policy/language/
   */
  allowToNodes(...ports: Port[]): void {
    this.egress.push({ ports: ports.map(policyPort) });
  }

  /** Name resolution: the cluster's DNS, and the node-local cache that GKE puts before it. */
  allowDns(): void {
    const ports = (['UDP', 'TCP'] as const).map((protocol) => policyPort({ port: 53, protocol }));
    this.egress.push({ to: [podsIn('kube-system'), addresses('169.254.20.10/32')], ports });
  }

  /** The Kubernetes API: 443 at managed clusters, 6443 at K3s, where policies see the address behind the Service. */
  allowKubernetesApi(): void {
    const peers = SystemChart.of(this).apiServerRanges.map((range) => addresses(range));
    this.egress.push({ to: peers, ports: [443, 6443].map(policyPort) });
  }
}

function portsOf(ports: readonly Port[]): { ports?: k8s.NetworkPolicyPort[] } {
  return ports.length > 0 ? { ports: ports.map(policyPort) } : {};
}

function policyPort(port: Port): k8s.NetworkPolicyPort {
  const { port: number, protocol } = typeof port === 'number' ? { port, protocol: 'TCP' } : port;
  return { port: k8s.IntOrString.fromNumber(number), protocol };
}
