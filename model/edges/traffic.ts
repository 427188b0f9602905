import { nameOf, namespaceOf } from '../objects';
import type { Pod } from '../pods';
import { selectsAll } from '../selectors';
import type { View } from '../view';
import type { Edge } from './edge';
import { backends } from './mentions';
import { type Flow, type NetworkPolicy, namespacesOf, type Peer } from './peers';

/** The end of a flow at which something allows it: that of the pod that asks, or that of the pod that answers. */
export type End = 'out' | 'in';

/** A flow between two pods of ours that one NetworkPolicy allows at its own end; it needs the other end's as well. */
export interface Allowance {
  readonly policy: NetworkPolicy;
  readonly end: End;
  readonly from: Pod;
  readonly to: Pod;
  /** Port of the pod that answers, e.g. `5432/TCP`; `*` for every port. */
  readonly port: string;
  /** Whether the policy names the other end by its labels, and not all pods of a namespace. */
  readonly precise: boolean;
}

/**
 * What the NetworkPolicies let pods of ours say to each other. Address blocks, and pods of other software, have no other
 * end here.
 */
export class Traffic {
  readonly allowances: readonly Allowance[];
  /** Flows with a pod of ours at the other end, and those with anyone. */
  private readonly allowed = new Set<string>();
  /** Pods whose flows some policy restricts, by end; the others may do what they want. */
  private readonly isolated: Readonly<Record<End, Set<Pod>>> = { in: new Set(), out: new Set() };

  constructor(private readonly view: View) {
    this.allowances = view.ofKind('NetworkPolicy').flatMap((policy) => {
      const { podSelector, policyTypes = ['Ingress'], ingress = [], egress = [] } = policy.spec;
      const own = view.podsSelected(namespaceOf(policy), podSelector);
      for (const pod of own) {
        if (policyTypes.includes('Ingress')) this.isolated.in.add(pod);
        if (policyTypes.includes('Egress')) this.isolated.out.add(pod);
      }
      return [
        ...ingress.flatMap(({ from, ports }) => this.read(policy, own, 'in', from, ports)),
        ...egress.flatMap(({ to, ports }) => this.read(policy, own, 'out', to, ports)),
      ];
    });
    for (const { end, from, to, port } of this.allowances) this.allowed.add(key(end, from, to, port));
  }

  /** Whether an end allows a flow to a port, e.g. `5432/TCP`. */
  allows(end: End, from: Pod, to: Pod, port: string): boolean {
    const own = end === 'in' ? to : from;
    if (!this.isolated[end].has(own)) return true;
    return [port, '*'].some(
      (one) => this.allowed.has(key(end, from, to, one)) || this.allowed.has(keyOfAnyone(end, own, one)),
    );
  }

  private read(
    policy: NetworkPolicy,
    own: readonly Pod[],
    end: End,
    peers: readonly Peer[] = [],
    ports: Flow['ports'] = [],
  ): Allowance[] {
    const numbers = (to: Pod) =>
      ports.length === 0 ? ['*'] : ports.map(({ port, protocol }) => portOf(to, port, protocol));
    if (peers.length === 0) {
      for (const pod of own) for (const port of numbers(pod)) this.allowed.add(keyOfAnyone(end, pod, port));
    }
    return peers.flatMap((peer) => {
      const { podSelector = {} } = peer;
      if (peer.ipBlock) return [];
      const namespaces = namespacesOf(peer, policy, this.view);
      const others = namespaces.flatMap((namespace) => this.view.podsSelected(namespace, podSelector));
      const precise = !selectsAll(podSelector);
      return own.flatMap((pod) =>
        others.flatMap((other) => {
          const [from, to] = end === 'out' ? [pod, other] : [other, pod];
          return numbers(to).map((port) => ({ policy, end, from, to, port, precise }));
        }),
      );
    });
  }
}

function key(end: End, from: Pod, to: Pod, port: string): string {
  return [end, nameOf(from.owner), nameOf(to.owner), port].join('\n');
}

function keyOfAnyone(end: End, pod: Pod, port: string): string {
  return [end, nameOf(pod.owner), port].join('\n');
}

/** Number and protocol of a port that a policy may also call by the container port's name. */
function portOf({ containers }: Pod, port: number | string = '*', protocol = 'TCP'): string {
  const named = containers.flatMap(({ ports = [] }) => ports).find(({ name }) => name === port);
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
    ...flows(new Traffic(view)),
  ];
}

function flows(traffic: Traffic): Edge[] {
  const edges = traffic.allowances
    .filter(({ from, to, port }) => traffic.allows('out', from, to, port) && traffic.allows('in', from, to, port))
    .map(({ from, to, port }): Edge => {
      return { from: nameOf(from.owner), to: nameOf(to.owner), kind: 'traffic', via: `port ${port}` };
    });
  return [...new Map(edges.map((edge) => [`${edge.from}\n${edge.to}\n${edge.via}`, edge])).values()];
}
