import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { namespaced } from './metadata';
import type { NetworkRules, Peer } from './network-rules';
import { ingressSettingsOf } from './settings';
import { SystemChart } from './system-chart';

/** What serves Ingresses; one that the cluster brings along has no rules of ours. */
export interface IngressController {
  readonly className: string;
  /** The pods that forward the requests. */
  readonly peer: Peer;
  /** @default the controller may reach everything */
  readonly network?: NetworkRules;
}

export interface IngressOptions {
  /** Name of the port. @default http */
  readonly port?: string;
  /** @default / */
  readonly path?: string;
  /** Name of the Ingress; each further one of an app needs a name of its own. @default the Service's */
  readonly name?: string;
  /** False where HTTPS ends before the controller, or is not spoken at all. @default true */
  readonly tls?: boolean;
  /** Secret with the certificate. @default the controller's own certificate */
  readonly tlsSecret?: string;
  /** e.g. the issuer that fills the TLS Secret. */
  readonly annotations?: Readonly<Record<string, string>>;
}

/**
 * Publishes a Service at `host` over HTTPS; for workloads see `exposeViaIngress`.
 * @param host undefined stands for every host that no other Ingress names
 * @throws Error if the Service already has an Ingress of that name
 */
export function ingress(
  scope: Construct,
  host: string | undefined,
  service: string,
  className: string,
  { port = 'http', path = '/', name = service, tls = true, tlsSecret, annotations }: IngressOptions,
): void {
  const id = name === service ? 'Ingress' : `Ingress-${name}`;
  if (scope.node.tryFindChild(id)) {
    throw new Error(
      `${service} already has an Ingress ${name}: name the one for ${host ?? 'every other host'}, e.g. { name: '${service}-2' }`,
    );
  }
  const set = ingressSettingsOf(scope, name);
  const hosts = [host, ...(set.hosts ?? [])];
  const named = hosts.filter((one) => one !== undefined);
  const paths = [{ path, pathType: 'Prefix', backend: { service: { name: service, port: { name: port } } } }];
  const signed = set.tlsSecret === undefined ? annotations : withoutIssuer(annotations);
  if (set.tlsSecret !== undefined) expectCertificate(scope, set.tlsSecret, named);
  new k8s.KubeIngress(scope, id, {
    metadata: namespaced(scope, {
      name,
      app: service,
      annotations: set.annotations ? { ...signed, ...set.annotations } : signed,
    }),
    spec: {
      ingressClassName: className,
      ...((tls || set.tlsSecret !== undefined) && {
        tls: [{ hosts: named.length > 0 ? named : undefined, secretName: set.tlsSecret ?? tlsSecret }],
      }),
      rules: hosts.map((one) => ({ host: one, http: { paths } })),
    },
  });
}

/** A certificate that somebody brings is signed already. */
function withoutIssuer(annotations: IngressOptions['annotations']): IngressOptions['annotations'] {
  const kept = Object.entries(annotations ?? {}).filter(([key]) => !/^cert-manager\.io\/(cluster-)?issuer$/.test(key));
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}

function expectCertificate(scope: Construct, secret: string, hosts: readonly string[]): void {
  const chart = SystemChart.of(scope);
  chart.expect({
    kind: 'secret',
    name: `${chart.namespaceName}/${secret}`,
    from: `kubectl create secret tls ${secret} --namespace ${chart.namespaceName} --cert=FILE --key=FILE, for ${hosts.join(', ') || 'every host'}`,
  });
}
