import { namespaceOf } from '../../model/objects';
import type { Pod } from '../../model/pods';
import { type LabelSelector, selects } from '../../model/selectors';
import type { View } from '../../model/view';

/** What runs in namespaces of ours and is made by other software: pods, and containers added to pods of ours. */
export class Foreign {
  private readonly pods: readonly Readonly<Record<string, string>>[];
  private readonly injected: ReadonlySet<string>;

  constructor(view: View) {
    const mesh = view.objects.some(({ apiVersion }) => /^(networking|security)\.istio\.io\//.test(apiVersion));
    this.pods = [...solvers(view), ...(mesh ? istioPods : [])];
    this.injected = new Set(
      view
        .ofKind('Namespace')
        .filter(({ metadata: { labels = {} } }) => labels['istio-injection'] === 'enabled' || labels['istio.io/rev'])
        .map(({ metadata }) => metadata.name),
    );
  }

  /** Whether a selector may mean such pods. */
  selectedBy(selector: LabelSelector): boolean {
    return this.pods.some((labels) => selects(selector, labels));
  }

  /** Whether a container that is added to the pod listens on the port. */
  listens(pod: Pod, port: string | number): boolean {
    return this.injects(pod) && sidecarPorts.includes(Number(port));
  }

  /** Whether a proxy is added to the pod. */
  injects({ owner, labels }: Pod): boolean {
    return this.injected.has(namespaceOf(owner)) && labels['sidecar.istio.io/inject'] !== 'false';
  }
}

/** cert-manager's solvers, whose labels an issuer sets, run wherever an Ingress asks for a certificate. */
function solvers(view: View): Readonly<Record<string, string>>[] {
  return [...view.ofKind('ClusterIssuer'), ...view.ofKind('Issuer')].flatMap(({ spec }) =>
    // biome-ignore lint/suspicious/noExplicitAny: the solvers of cert-manager.
    (spec.acme?.solvers ?? []).flatMap((solver: any) => solver.http01?.ingress?.podTemplate?.metadata?.labels ?? []),
  );
}

/** Labels that Istio's charts give their pods. */
const istioPods = [
  { 'app.kubernetes.io/name': 'istiod', app: 'istiod', istio: 'pilot' },
  { 'app.kubernetes.io/name': 'istio-ingressgateway', app: 'istio-ingressgateway', istio: 'ingressgateway' },
];

/** Of Envoy and its agent; https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio */
const sidecarPorts = [15001, 15006, 15008, 15020, 15021, 15090];

/** Where its agent serves the metrics of the app together with those of Envoy. */
export const MERGED_METRICS = 15020;
