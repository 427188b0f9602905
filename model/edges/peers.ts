import { type KubernetesObject, namespaceOf } from '../objects';
import { type LabelSelector, selects } from '../selectors';
import type { View } from '../view';

/** One side of a flow, as a NetworkPolicy names it. */
export interface Peer {
  readonly namespaceSelector?: LabelSelector;
  readonly podSelector?: LabelSelector;
  readonly ipBlock?: { readonly cidr: string };
}

export function peersOf({ spec: { ingress = [], egress = [] } }: KubernetesObject): Peer[] {
  return [
    ...(ingress as { from?: Peer[] }[]).flatMap(({ from = [] }) => from),
    ...(egress as { to?: Peer[] }[]).flatMap(({ to = [] }) => to),
  ];
}

/** The namespaces of ours that a peer looks at; pods of the others, such as kube-system, are not in the output. */
export function namespacesOf({ namespaceSelector }: Peer, policy: KubernetesObject, view: View): string[] {
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
