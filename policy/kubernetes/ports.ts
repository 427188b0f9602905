import { backends } from '../../model/edges/mentions';
import { type Flow, type NetworkPolicy, namespacesOf } from '../../model/edges/peers';
import type { OfKind } from '../../model/kinds';
import { nameOf, namespaceOf } from '../../model/objects';
import type { Container, Pod } from '../../model/pods';
import type { View } from '../../model/view';
import type { Rule, Violation } from '../rule';
import { Foreign } from './foreign';

type PortRef = string | number;

/** Container ports must be declared, by the number or name that others use: then every mention can be checked. */
const ports: Rule = {
  id: 'ports',
  protects: 'Every port that somebody talks to is one that somebody listens on.',
  mend: 'Declare the port in `ports` of the container, and refer to it with port(name).',
  link: 'https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service',
  check: (view) => [
    ...view.ofKind('Service').flatMap((service) => serviceProblems(service, view)),
    ...view.ofKind('Ingress').flatMap((ingress) => ingressProblems(ingress, view)),
    ...policiesProblems(view),
    ...view.pods.flatMap((pod) => [...probeProblems(pod), ...scrapeProblems(pod)]),
  ],
};

function listens(pods: readonly Pod[], wanted: PortRef): boolean {
  return pods.some(({ containers }) => containers.some((container) => has(container, wanted)));
}

function has(container: Container, wanted: PortRef): boolean {
  return (container.ports ?? []).some(({ name, containerPort }) => name === wanted || containerPort === wanted);
}

function serviceProblems(service: OfKind<'Service'>, view: View): Violation[] {
  const { selector, ports: own = [] } = service.spec;
  const pods = selector ? view.podsSelected(namespaceOf(service), { matchLabels: selector }) : [];
  // A Service that selects nothing is for the rule on selectors.
  const [first] = pods;
  const unheard = first ? own.filter(({ port, targetPort = port }) => !listens(pods, targetPort)) : [];
  const scraped = Number(service.metadata.annotations?.['prometheus.io/port'] ?? own[0]?.port);
  return [
    ...unheard.map(({ port, targetPort = port }) => ({
      object: nameOf(service),
      detail: `port ${port} goes to ${targetPort}, on which ${nameOf((first as Pod).owner)} does not listen`,
      other: nameOf((first as Pod).owner),
    })),
    ...(service.metadata.annotations?.['prometheus.io/scrape'] === 'true' && !own.some(({ port }) => port === scraped)
      ? [{ object: nameOf(service), detail: `prometheus.io/port is ${scraped}, which is no port of the Service` }]
      : []),
  ];
}

function ingressProblems(ingress: OfKind<'Ingress'>, view: View): Violation[] {
  return backends(ingress.spec).flatMap(({ name, port }) => {
    const service = view.service(namespaceOf(ingress), name);
    if (!service || service.spec.ports?.some((own) => own.name === port.name || own.port === port.number)) return [];
    const detail = `sends requests to ${port.name ?? port.number}, which is no port of ${nameOf(service)}`;
    return [{ object: nameOf(ingress), detail, other: nameOf(service) }];
  });
}

function policiesProblems(view: View): Violation[] {
  const foreign = new Foreign(view);
  return view.ofKind('NetworkPolicy').flatMap((policy) => policyProblems(policy, foreign, view));
}

/** Ports of a policy are those of pods, after the Service's mapping: in, those of its own pods; out, those of its peers'. */
function policyProblems(policy: NetworkPolicy, foreign: Foreign, view: View): Violation[] {
  const { podSelector, ingress = [], egress = [] } = policy.spec;
  const own = view.podsSelected(namespaceOf(policy), podSelector);
  const inward = ingress.flatMap((flow) => unheard(flow, own, foreign));
  const outward = egress.flatMap((flow) =>
    (flow.to ?? []).flatMap(({ podSelector: target, ...peer }) => {
      if (!target) return [];
      const peers = namespacesOf(peer, policy, view).flatMap((namespace) => view.podsSelected(namespace, target));
      return unheard(flow, peers, foreign);
    }),
  );
  return [...inward, ...outward].map(({ port, pod }) => ({
    object: nameOf(policy),
    detail: `allows port ${port}, on which ${nameOf(pod.owner)} does not listen`,
    other: nameOf(pod.owner),
  }));
}

function unheard({ ports: wanted = [] }: Flow, pods: readonly Pod[], foreign: Foreign): { port: PortRef; pod: Pod }[] {
  const [pod] = pods;
  if (!pod) return [];
  const heard = (port: PortRef) => listens(pods, port) || pods.some((one) => foreign.listens(one, port));
  return wanted.flatMap(({ port }) => (port === undefined || heard(port) ? [] : [{ port, pod }]));
}

function probeProblems({ owner, containers }: Pod): Violation[] {
  return containers.flatMap((container) => {
    const { startupProbe, readinessProbe, livenessProbe, lifecycle = {} } = container;
    const probes = [startupProbe, readinessProbe, livenessProbe];
    const wanted = [
      ...[...probes, lifecycle.preStop, lifecycle.postStart].flatMap(
        (handler) => handler?.httpGet?.port ?? handler?.tcpSocket?.port ?? [],
      ),
      ...probes.flatMap((probe) => probe?.grpc?.port ?? []),
    ];
    return [...new Set(wanted)]
      .filter((port) => !has(container, port))
      .map((port) => ({
        object: nameOf(owner),
        detail: `container ${container.name} is probed at ${port}, which it does not declare`,
      }));
  });
}

function scrapeProblems(pod: Pod): Violation[] {
  if (pod.annotations['prometheus.io/scrape'] !== 'true') return [];
  const port = Number(pod.annotations['prometheus.io/port']);
  if (listens([pod], port)) return [];
  return [{ object: nameOf(pod.owner), detail: `prometheus.io/port is ${port}, on which it does not listen` }];
}

export const portRules: readonly Rule[] = [ports];
