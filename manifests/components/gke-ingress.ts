import { Construct } from 'constructs';
import { googleRanges } from '../../config/google/ranges';
import { BackendConfig } from '../../imports/cloud.google.com';
import { FrontendConfig } from '../../imports/networking.gke.io';
import { namespaced } from '../constructs/metadata';
import { addresses } from '../constructs/network-rules';
import { type PublicHost, sharedIngress } from '../constructs/shared-ingress';

export interface GkeIngressProps {
  /** Name of the reserved global address. */
  readonly address: string;
  /** Name of the policy that says which versions of TLS are spoken. */
  readonly tlsPolicy: string;
  /** ClusterIssuer of cert-manager that signs the hosts. It must prove them by DNS: nothing is answered in plain text. */
  readonly issuer: string;
  /** What each host leads to; the Services say `backendOf` their names. */
  readonly hosts: Readonly<Record<string, PublicHost & { readonly healthPath: string }>>;
}

/** Seconds that open requests get when a pod leaves. */
export const DRAINING_SECONDS = 60;

/**
 * Google's load balancer for HTTP, at one address, which sends requests straight to the pods. What comes in plain text is
 * redirected. https://cloud.google.com/kubernetes-engine/docs/how-to/ingress-configuration
 */
export class GkeIngress extends Construct {
  constructor(scope: Construct, id: string, { address, tlsPolicy, issuer, hosts }: GkeIngressProps) {
    super(scope, id);
    new FrontendConfig(this, 'FrontendConfig', {
      metadata: namespaced(this, { name: id }),
      spec: {
        sslPolicy: tlsPolicy,
        redirectToHttps: { enabled: true, responseCodeName: 'MOVED_PERMANENTLY_DEFAULT' },
      },
    });
    const apps = Object.values(hosts);
    for (const { app, port = 'http', healthPath } of apps) {
      new BackendConfig(this, app.name, {
        metadata: namespaced(this, { name: app.name }),
        spec: {
          healthCheck: {
            type: 'HTTP',
            requestPath: healthPath,
            port: app.port(port),
            checkIntervalSec: 10,
            timeoutSec: 5,
            healthyThreshold: 1,
            unhealthyThreshold: 3,
          },
          connectionDraining: { drainingTimeoutSec: DRAINING_SECONDS },
          logging: { enable: true, sampleRate: 1 },
        },
      });
      for (const range of googleRanges.loadBalancers) app.network.allowFrom(addresses(range), app.port(port));
    }
    sharedIngress(this, hosts, {
      name: id,
      annotations: {
        // Not by ingressClassName, which this controller does not read.
        'kubernetes.io/ingress.class': 'gce',
        'kubernetes.io/ingress.global-static-ip-name': address,
        'networking.gke.io/v1beta1.FrontendConfig': id,
        'cert-manager.io/cluster-issuer': issuer,
      },
    });
  }
}

/** Annotations of a Service that such an Ingress leads to: pods are reached without a detour, and health is asked as its BackendConfig says. */
export function backendOf(name: string): Record<string, string> {
  return {
    'cloud.google.com/neg': JSON.stringify({ ingress: true }),
    'cloud.google.com/backend-config': JSON.stringify({ default: name }),
  };
}
