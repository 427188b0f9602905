import { isDeepStrictEqual } from 'node:util';
import { Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { labelKeys } from '../../config/labels';
import { ANYWHERE } from '../../config/ranges';
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

/**
 * Addresses outside the cluster, those in `except` left out. Pods and nodes are not meant even where the range holds
 * their addresses: to Cilium, and so to GKE Dataplane V2, no range does. https://docs.cilium.io/en/stable/security/policy/language/
 */
export function addresses(cidr: string, except?: readonly string[]): Peer {
  return { ipBlock: { cidr, except: except && [...except] } };
}

/** Every pod of the cluster. */
export const anyPod: Peer = { namespaceSelector: {} };

/** Whoever it is: pods, nodes, and everything outside the cluster. No peer says that; a rule without peers does. */
export const anyone: Peer = {};

/** Ranges that only private networks give out, and links: where clusters have their addresses. */
const privateRanges = ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'];

/** Everything beyond the cluster and its private network. */
export const internet = addresses(ANYWHERE, privateRanges);

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
    addOnce(this.ingress, { ...(peer !== anyone && { from: [peer] }), ...portsOf(ports) });
  }

  /** @param ports none stands for every port */
  allowTo(peer: Peer, ...ports: Port[]): void {
    addOnce(this.egress, { ...(peer !== anyone && { to: [peer] }), ...portsOf(ports) });
  }

  /** Ports of the nodes themselves. No peer can name a node (see `addresses`), so they are open to any destination. */
  allowToNodes(...ports: [Port, ...Port[]]): void {
    this.allowTo(anyone, ...ports);
  }

  /** Name resolution: the cluster's DNS, and the node-local cache that GKE puts before it. */
  allowDns(): void {
    const ports = (['UDP', 'TCP'] as const).map((protocol) => policyPort({ port: 53, protocol }));
    this.egress.push({ to: [podsIn('kube-system'), addresses('169.254.20.10/32')], ports });
  }

  /**
   * The Kubernetes API: 443 at managed clusters, 6443 at K3s, where policies see the address behind the Service. Where it
   * has no range of its own it may run on a node, which no peer can name.
   */
  allowKubernetesApi(): void {
    const ranges = SystemChart.of(this).apiServerRanges;
    const ports = [443, 6443].map(policyPort);
    this.egress.push({ to: ranges?.map((range) => addresses(range)), ports });
  }
}

/** Two Ingresses of one app open the same flow: once is enough. */
function addOnce<Rule>(rules: Rule[], rule: Rule): void {
  if (!rules.some((known) => isDeepStrictEqual(known, rule))) rules.push(rule);
}

function portsOf(ports: readonly Port[]): { ports?: k8s.NetworkPolicyPort[] } {
  return ports.length > 0 ? { ports: ports.map(policyPort) } : {};
}

function policyPort(port: Port): k8s.NetworkPolicyPort {
  const { port: number, protocol } = typeof port === 'number' ? { port, protocol: 'TCP' } : port;
  return { port: k8s.IntOrString.fromNumber(number), protocol };
}
