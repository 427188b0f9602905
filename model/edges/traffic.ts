import { type KubernetesObject, nameOf, namespaceOf } from '../objects';
import type { Pod } from '../pods';
import { type LabelSelector, selectsAll } from '../selectors';
import type { View } from '../view';
import type { Edge } from './edge';
import { backends } from './mentions';
import { namespacesOf, type Peer } from './peers';

/** A flow between two pods of ours that one NetworkPolicy allows at its own end; it needs the other end's as well. */
export interface Allowance {
  readonly policy: KubernetesObject;
  /** `out` at the end of the pod that asks, `in` at that of the pod that answers. */
  readonly end: 'out' | 'in';
  readonly from: Pod;
  readonly to: Pod;
  /** Port of the pod that answers, e.g. `5432/TCP`; `*` for every port. */
  readonly port: string;
  /** Whether the policy names the other end by its labels, and not all pods of a namespace. */
  readonly precise: boolean;
}

interface FlowRule {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports?: readonly { readonly port?: number | string; readonly protocol?: string }[];
}

/** Every allowance between pods of ours; address blocks, anyone, and pods of other software have no other end here. */
export function allowancesOf(view: View): Allowance[] {
  return view.ofKind('NetworkPolicy').flatMap((policy) => {
    const {
      podSelector,
      ingress = [],
      egress = [],
    } = policy.spec as {
      readonly podSelector: LabelSelector;
      readonly ingress?: readonly FlowRule[];
      readonly egress?: readonly FlowRule[];
    };
    const own = view.podsSelected(namespaceOf(policy), podSelector);
    return [
      ...ingress.flatMap((rule) => allowed(view, policy, own, 'in', rule.from, rule.ports)),
      ...egress.flatMap((rule) => allowed(view, policy, own, 'out', rule.to, rule.ports)),
    ];
  });
}

function allowed(
  view: View,
  policy: KubernetesObject,
  own: readonly Pod[],
  end: Allowance['end'],
  peers: readonly Peer[] = [],
  ports: FlowRule['ports'] = [],
): Allowance[] {
  return peers.flatMap((peer) => {
    const { podSelector = {} } = peer;
    if (peer.ipBlock) return [];
    const others = namespacesOf(peer, policy, view).flatMap((namespace) => view.podsSelected(namespace, podSelector));
    const precise = !selectsAll(podSelector);
    return own.flatMap((pod) =>
      others.flatMap((other) => {
        const [from, to] = end === 'out' ? [pod, other] : [other, pod];
        const numbers = ports.length === 0 ? ['*'] : ports.map(({ port, protocol }) => portOf(to, port, protocol));
        return numbers.map((port) => ({ policy, end, from, to, port, precise }));
      }),
    );
  });
}

/** Number and protocol of a port that a policy may also call by the container port's name. */
function portOf({ containers }: Pod, port: number | string = '*', protocol = 'TCP'): string {
  const named = containers
    .flatMap(({ ports = [] }) => ports as { name?: string; containerPort: number }[])
    .find(({ name }) => name === port);
  return `${named?.containerPort ?? port}/${protocol}`;
}

/** Who may send requests to whom: Ingresses to Services, Services to their pods, pods to pods where both ends allow it. */
export function trafficEdges(view: View): Edge[] {
  return [
    ...view.ofKind('Ingress').flatMap((ingress) =>
      backends(ingress.spec).map(({ name, port }): Edge => {
        const to = `Service/${namespaceOf(ingress)}/${name}`;
        return { from: nameOf(ingress), to, kind: 'traffic', via: `port ${port.name ?? port.number}` };
      }),
    ),
    ...view
      .ofKind('Service')
      .flatMap((service) =>
        service.spec.selector
          ? view
              .podsSelected(namespaceOf(service), { matchLabels: service.spec.selector })
              .map(
                ({ owner }): Edge => ({ from: nameOf(service), to: nameOf(owner), kind: 'traffic', via: 'selector' }),
              )
          : [],
      ),
    ...flows(allowancesOf(view)),
  ];
}

function flows(allowances: readonly Allowance[]): Edge[] {
  const key = ({ from, to, port }: Allowance) => `${nameOf(from.owner)}\n${nameOf(to.owner)}\n${port}`;
  const answered = new Set(allowances.filter(({ end }) => end === 'in').map(key));
  const both = allowances.filter((allowance) => allowance.end === 'out' && answered.has(key(allowance)));
  const edges = both.map(({ from, to, port }): Edge => {
    return { from: nameOf(from.owner), to: nameOf(to.owner), kind: 'traffic', via: `port ${port}` };
  });
  return [...new Map(edges.map((edge) => [`${edge.from}\n${edge.to}\n${edge.via}`, edge])).values()];
}
