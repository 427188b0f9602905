import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { namespaced } from './metadata';
import type { NetworkRules, Peer } from './network-rules';

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
  /** Secret with the certificate. @default the controller's own certificate */
  readonly tlsSecret?: string;
  /** e.g. the issuer that fills the TLS Secret. */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Publishes a Service at `host` over HTTPS; for workloads see `exposeViaIngress`. */
export function ingress(
  scope: Construct,
  host: string,
  service: string,
  className: string,
  { port = 'http', tlsSecret, annotations }: IngressOptions,
): void {
  new k8s.KubeIngress(scope, 'Ingress', {
    metadata: namespaced(scope, { name: service, ...(annotations && { annotations }) }),
    spec: {
      ingressClassName: className,
      tls: [{ hosts: [host], ...(tlsSecret && { secretName: tlsSecret }) }],
      rules: [
        {
          host,
          http: {
            paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: service, port: { name: port } } } }],
          },
        },
      ],
    },
  });
}
