import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { namespaced } from './metadata';
import type { Endpoint } from './workload';

/** What a host leads to. */
export interface PublicHost {
  readonly app: Endpoint;
  /** Name of the port. @default http */
  readonly port?: string;
  /** What of it is public. @default / */
  readonly path?: string;
  /** Secret with the certificate. @default the controller's own certificate */
  readonly tlsSecret?: string;
}

export interface SharedIngressOptions {
  readonly name: string;
  /** @default by an annotation, as controllers want it that are older than classes */
  readonly className?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/**
 * Publishes Services of one namespace, each at a host of its own, over HTTPS by one Ingress: where each one more would be
 * one more load balancer with an address. Who may reach the pods is for the caller to say.
 */
export function sharedIngress(
  scope: Construct,
  hosts: Readonly<Record<string, PublicHost>>,
  { name, className, annotations }: SharedIngressOptions,
): void {
  new k8s.KubeIngress(scope, 'Ingress', {
    metadata: namespaced(scope, { name, annotations }),
    spec: {
      ingressClassName: className,
      tls: Object.entries(hosts).map(([host, { tlsSecret }]) => ({ hosts: [host], secretName: tlsSecret })),
      rules: Object.entries(hosts).map(([host, { app, port = 'http', path = '/' }]) => ({
        host,
        http: {
          paths: [{ path, pathType: 'Prefix', backend: { service: { name: app.name, port: { name: port } } } }],
        },
      })),
    },
  });
}
