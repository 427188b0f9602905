import type {
  INetworkPolicyEgressRule,
  INetworkPolicyIngressRule,
  INetworkPolicyPeer,
} from 'kubernetes-models/networking.k8s.io/v1';
import type { OfKind } from '../kinds';
import { namespaceOf } from '../objects';
import { selects } from '../selectors';
import type { View } from '../view';

export type NetworkPolicy = OfKind<'NetworkPolicy'>;

/** One side of a flow, as a NetworkPolicy names it. */
export type Peer = INetworkPolicyPeer;

/** A flow that a NetworkPolicy allows: `from` of one that comes in, `to` of one that goes out. */
export type Flow = INetworkPolicyIngressRule & INetworkPolicyEgressRule;

/** What a policy allows, both ways. */
export function flowsOf({ spec: { ingress = [], egress = [] } }: NetworkPolicy): Flow[] {
  return [...ingress, ...egress];
}

export function peersOf(policy: NetworkPolicy): Peer[] {
  return flowsOf(policy).flatMap(({ from = [], to = [] }) => [...from, ...to]);
}

/** The namespaces of ours that a peer looks at; pods of the others, such as kube-system, are not in the output. */
export function namespacesOf({ namespaceSelector }: Peer, policy: NetworkPolicy, view: View): string[] {
  if (!namespaceSelector) return [namespaceOf(policy)];
  const name = namespaceSelector.matchLabels?.['kubernetes.io/metadata.name'];
  const candidates = name === undefined ? view.ofKind('Namespace') : [view.get(`Namespace/${name}`)];
  return candidates.flatMap((candidate) => {
    if (!candidate) return [];
    const { metadata } = candidate;
    const labels = { ...metadata.labels, 'kubernetes.io/metadata.name': metadata.name };
    return selects(namespaceSelector, labels) ? [metadata.name] : [];
  });
}
