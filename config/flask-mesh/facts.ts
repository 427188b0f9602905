import { imageRegistry } from '../laptop/facts';
import { type Image, imageOf, releases } from '../versions';
import { contract } from './app';
import type { FlaskMeshConfig } from './schema';

/** Everything that both halves must say alike and that follows from the config. */

export const SYSTEM = 'flask-mesh';

export const namespaces = {
  /** Flask and PostgreSQL; pods here get a sidecar. */
  app: 'flask-mesh',
  /**
   * istiod, the gateway, Prometheus, Grafana and Jaeger. The namespaces chart creates it, before istioctl does, with Pod
   * Security `restricted` and the flows that Istio needs.
   */
  istio: 'istio-system',
  /** istio-cni's agents are privileged, which `restricted` would refuse. K3s leaves this namespace unguarded. */
  cni: 'kube-system',
} as const;

/** The objects that others find by name: `<name>.<namespace>.svc.cluster.local`, and what `rollout status` waits for. */
export const names = {
  /** Deployment, Service and ServiceAccount of the app. */
  flask: 'flask-app',
  /** NodePort Service of the app, for clients outside the mesh. */
  flaskOutside: 'flask-app-outside',
  /** StatefulSet, Service and ServiceAccount of the database. */
  postgres: 'postgres',
  postgresBackup: 'postgres-backup',
  prometheus: 'prometheus',
  grafana: 'grafana',
  jaeger: 'jaeger',
} as const;

/** Ports of containers, and of the Services in front of them. */
export const ports = {
  flask: contract.ports.http,
  flaskOutside: contract.ports.outside,
  postgres: 5432,
  prometheus: 9090,
  grafana: 3000,
  /** OTLP over gRPC, by which Envoy sends spans to Jaeger. */
  jaegerOtlp: 4317,
  jaegerUi: 16686,
} as const;

/** What istioctl installs, and how it must be set so that the charts work. */
export const istio = {
  version: releases.istio.version,
  /**
   * Where istio-cni puts its plugin. Since 1.31.7 K3s looks for plugins below its data folder, in k3d's containers too:
   * the platform `k3d` puts it into `/bin`, where nobody looks any more, and no pod of the mesh would start. A
   * `cniBinDir` beside the platform does not help, because the platform's own value wins.
   * https://github.com/k3d-io/k3d/issues/1572
   */
  platform: 'k3s',
  /**
   * Every pod must ask for this seccomp profile, or Pod Security `restricted` refuses it: istiod by the value
   * `pilot.seccompProfile`, sidecars by `global.proxy.seccompProfile`, the gateway by its component's
   * `k8s.securityContext`, because its chart has no such value.
   */
  seccompProfile: 'RuntimeDefault',
  istiod: 'istiod',
  gateway: {
    /** Deployment and Service. */
    name: 'istio-ingressgateway',
    serviceAccount: 'istio-ingressgateway-service-account',
    /** What Gateway objects select. */
    label: { key: 'istio', value: 'ingressgateway' },
  },
  /** Name of the tracing backend in `meshConfig.extensionProviders`: `opentelemetry` at `tracingService`, `ports.jaegerOtlp`. */
  tracingProvider: 'jaeger',
} as const;

/** Where spans go. */
export const tracingService = `${names.jaeger}.${namespaces.istio}.svc.cluster.local`;

/** Ports of Istio's own pods and sidecars; https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio */
export const istioPorts = {
  /** The gateway's HTTP in its pod; 80 at its Service. */
  gatewayHttp: 8080,
  /** HTTPS likewise; 443 at its Service. */
  gatewayHttps: 8443,
  /** Sidecars and gateways to istiod: configuration and certificates. */
  xds: 15012,
  /** The API server to istiod: injection and validation. */
  webhook: 15017,
  istiodMetrics: 15014,
  /** Between proxies that tunnel (HBONE). */
  hbone: 15008,
  /** pilot-agent: metrics of Envoy, of itself and of the app in one answer, and probes on behalf of the kubelet. */
  mergedMetrics: 15020,
  /** Readiness of a proxy. */
  proxyHealth: 15021,
  /** Envoy's own metrics. */
  envoyMetrics: 15090,
} as const;

/**
 * Where the gateway is reached, on the nodes and on this machine: 80 and 443 are Traefik's, which other systems of the
 * cluster are behind.
 */
export const gatewayNodePorts = { http: 30080, https: 30443 } as const;

/** The image of the app. */
export function appImage({ workloads, cluster }: FlaskMeshConfig): Image {
  return imageOf(workloads['flask-app'].image, `${imageRegistry(cluster)}/${SYSTEM}`);
}

/** Where the app's image is built from, below the root of the repository. */
export const APP_FOLDER = 'apps/flask';

/** Through the gateway. */
export function gatewayUrl({ host, tlsSecret }: FlaskMeshConfig): string {
  return tlsSecret ? `https://${host}:${gatewayNodePorts.https}` : `http://${host}:${gatewayNodePorts.http}`;
}

/** Straight to Flask. */
export function flaskUrl({ flask }: FlaskMeshConfig): string {
  return `http://localhost:${flask.nodePort}`;
}
