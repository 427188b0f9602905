import { googleRanges } from '../../config/google/ranges';
import { labelKeys } from '../../config/labels';
import { idleSeconds } from '../../config/timeouts';
import { backends } from '../../model/edges/mentions';
import { GOOGLE_CLASS, ingressClassOf } from '../../model/ingress-class';
import type { OfKind } from '../../model/kinds';
import { nameOf, namespaceOf } from '../../model/objects';
import type { Container, Pod } from '../../model/pods';
import type { View } from '../../model/view';
import { secondsIn } from '../duration';
import { traefiks, UNSET_IDLE_SECONDS } from '../traefik';

/** A proxy that passes requests on to a container. */
export interface Hop {
  /** Whose setting it is how long the proxy keeps an idle connection. */
  readonly caller: {
    readonly object: string;
    readonly idleSeconds: number;
    /** Where it connects from. @default pods of the cluster */
    readonly ranges?: readonly string[];
  };
  readonly pod: Pod;
  readonly container: Container;
}

/** Every hop to an app that an Ingress or a mesh makes. */
export function hops(view: View): Hop[] {
  return [...throughIngresses(view), ...throughSidecars(view)];
}

/** What serves an Ingress: the Traefik of its system, or of whatever shares its cluster, or one that nobody here sets. */
export function throughIngresses(view: View): Hop[] {
  const own = new Map<string, Hop['caller']>();
  // Of all that may share a cluster, the one that is hardest on apps.
  const shared = new Map<string, Hop['caller']>();
  for (const traefik of traefiks(view)) {
    own.set(`${traefik.className}\n${traefik.system}`, traefik);
    const { idleSeconds = UNSET_IDLE_SECONDS } = shared.get(traefik.className) ?? {};
    if (traefik.idleSeconds > idleSeconds) shared.set(traefik.className, traefik);
  }
  return view.ofKind('Ingress').flatMap((ingress) => {
    const className = ingressClassOf(ingress);
    const caller =
      className === GOOGLE_CLASS
        ? { object: nameOf(ingress), idleSeconds: idleSeconds.googleLoadBalancer, ranges: googleRanges.loadBalancers }
        : (own.get(`${className}\n${ingress.metadata.labels?.[labelKeys.partOf]}`) ??
          shared.get(className) ?? { object: nameOf(ingress), idleSeconds: UNSET_IDLE_SECONDS });
    return backends(ingress.spec).flatMap(({ name, port }) => {
      const service = view.service(namespaceOf(ingress), name);
      const heard = service
        ? listeners(service, view, (own) => own.name === port.name || own.port === port.number)
        : [];
      return heard.map((listener) => ({ caller, ...listener }));
    });
  });
}

/** Envoy's own, where no DestinationRule says otherwise; https://istio.io/latest/docs/reference/config/networking/destination-rule/ */
const ENVOY_IDLE_SECONDS = 3600;

/** In a mesh the proxy of the pod itself is what calls the app; it goes by the DestinationRule of the app's Service. */
function throughSidecars(view: View): Hop[] {
  const injected = new Set(
    view
      .ofKind('Namespace')
      .filter(({ metadata }) => metadata.labels?.['istio-injection'] === 'enabled')
      .map(({ metadata }) => metadata.name),
  );
  return view.ofKind('Service').flatMap((service) => {
    const namespace = namespaceOf(service);
    if (!injected.has(namespace)) return [];
    const host = `${service.metadata.name}.${namespace}.svc.cluster.local`;
    const rule = view.ofKind('DestinationRule', namespace).find(({ spec }) => spec.host === host);
    const caller = {
      object: nameOf(rule ?? service),
      idleSeconds: secondsIn(rule?.spec.trafficPolicy?.connectionPool?.http?.idleTimeout) ?? ENVOY_IDLE_SECONDS,
    };
    // Istio tells protocols by the names of ports.
    return listeners(service, view, ({ name = '' }) => /^http(-|$)/.test(name)).map((listener) => ({
      caller,
      ...listener,
    }));
  });
}

type ServicePort = NonNullable<OfKind<'Service'>['spec']['ports']>[number];

/** The containers that listen behind some ports of a Service. */
function listeners(service: OfKind<'Service'>, view: View, which: (port: ServicePort) => boolean) {
  const { selector, ports = [] } = service.spec;
  if (!selector) return [];
  const targets = ports.filter(which).map(({ port, targetPort = port }) => targetPort);
  return view.podsSelected(namespaceOf(service), { matchLabels: selector }).flatMap((pod) =>
    pod.containers.flatMap((container) => {
      const listens = (container.ports ?? []).some(({ name = '', containerPort }) =>
        [name, containerPort].some((at) => targets.includes(at)),
      );
      return listens ? [{ pod, container }] : [];
    }),
  );
}
