import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { idleSeconds, UPLOAD_SECONDS } from '../../config/timeouts';
import { images } from '../../config/versions';
import { Component } from '../constructs/component';
import { clusterScoped } from '../constructs/metadata';
import { anyone, anyPod } from '../constructs/network-rules';
import { httpProbe } from '../constructs/probes';
import { WebApp } from '../constructs/web-app';

export interface TraefikProps {
  /** Name of the IngressClass that it serves; also its own name. @default traefik */
  readonly className?: string;
  /** @default 1 */
  readonly replicas?: number;
  /** Serves Ingresses of namespaces that it was not wired to: their own rules decide who gets in. @default false */
  readonly shared?: boolean;
  /** Annotations of the LoadBalancer Service, e.g. the reserved address. */
  readonly serviceAnnotations?: Readonly<Record<string, string>>;
}

/** Container ports by entry point; the Service publishes 80 and 443 only. */
const ports = { web: 8000, websecure: 8443, ping: 8080, metrics: 9100 } as const;

/**
 * The way in: serves Ingresses of its class on 80 and 443 and redirects HTTP to HTTPS.
 * Its own certificate answers where an Ingress names none.
 */
export class Traefik extends Component {
  readonly className: string;

  protected readonly app: WebApp;

  constructor(scope: Construct, id: string, props: TraefikProps = {}) {
    super(scope, id);
    const { className = 'traefik', replicas = 1, shared = false, serviceAnnotations } = props;
    this.app = new WebApp(this, id, {
      component: 'ingress-controller',
      image: images.traefik,
      replicas,
      user: 65532,
      // Load balancers notice by asking nodes for their health, every few seconds and more than once.
      notice: 30,
      gracePeriod: 45,
      apiToken: true,
      resources: { cpu: '100m', memory: '128Mi', memoryLimit: '256Mi' },
      args: [
        `--entryPoints.web.address=:${ports.web}/tcp`,
        `--entryPoints.websecure.address=:${ports.websecure}/tcp`,
        `--entryPoints.ping.address=:${ports.ping}/tcp`,
        `--entryPoints.metrics.address=:${ports.metrics}/tcp`,
        // The address that clients see, not the container's port.
        '--entryPoints.web.http.redirections.entryPoint.to=:443',
        '--entryPoints.web.http.redirections.entryPoint.scheme=https',
        '--entryPoints.web.http.redirections.entryPoint.permanent=true',
        // cert-manager's HTTP-01 challenge comes over plain HTTP and must not be redirected.
        // https://doc.traefik.io/traefik/reference/install-configuration/entrypoints/#allowacmebypass
        '--entryPoints.web.allowACMEByPass=true',
        '--entryPoints.websecure.http.tls=true',
        // Of entry points only this one leads to apps. By default an upload is cut after a minute.
        // https://doc.traefik.io/traefik/reference/install-configuration/entrypoints/#respondingtimeouts
        `--entryPoints.websecure.transport.respondingTimeouts.readTimeout=${UPLOAD_SECONDS}s`,
        `--serversTransport.forwardingTimeouts.idleConnTimeout=${idleSeconds.proxy}s`,
        // Seconds for open requests to end.
        '--entryPoints.websecure.transport.lifeCycle.graceTimeOut=40',
        '--ping=true',
        '--ping.entryPoint=ping',
        '--metrics.prometheus=true',
        '--metrics.prometheus.entryPoint=metrics',
        '--metrics.prometheus.addRoutersLabels=true',
        '--providers.kubernetesIngress=true',
        `--providers.kubernetesIngress.ingressClass=${className}`,
        `--providers.kubernetesIngress.ingressEndpoint.publishedService=$(POD_NAMESPACE)/${id}`,
        '--log.level=INFO',
        '--log.format=json',
        '--accessLog=true',
        '--accessLog.format=json',
        '--global.checkNewVersion=false',
        '--global.sendAnonymousUsage=false',
      ],
      env: { POD_NAMESPACE: { fieldRef: { fieldPath: 'metadata.namespace' } } },
      ports,
      probes: {
        readiness: httpProbe('/ping', 'ping', { period: 5 }),
        liveness: httpProbe('/ping', 'ping'),
      },
      metrics: { port: 'metrics' },
      service: {
        type: 'LoadBalancer',
        // Keeps the client's address, and sends traffic only to nodes that run a ready pod.
        externalTrafficPolicy: 'Local',
        ports: { web: 80, websecure: 443 },
        annotations: serviceAnnotations,
      },
    });
    this.className = className;
    new k8s.KubeIngressClass(this, 'IngressClass', {
      metadata: clusterScoped({ name: className, app: id }),
      spec: { controller: 'traefik.io/ingress-controller' },
    });
    this.app.serviceAccount.grantClusterWide(ingressReader);
    this.network.allowFrom(anyone, ports.web, ports.websecure);
    if (shared) this.network.allowTo(anyPod);
  }
}

/** Service annotations that keep each browser on one pod, as WebSockets with state in the pod need it. */
export function stickySessions(cookie: string): Record<string, string> {
  const prefix = 'traefik.ingress.kubernetes.io/service.sticky.cookie';
  return {
    [prefix]: 'true',
    [`${prefix}.name`]: cookie,
    [`${prefix}.secure`]: 'true',
    [`${prefix}.httponly`]: 'true',
    [`${prefix}.samesite`]: 'lax',
  };
}

/** What the Ingress provider watches; https://doc.traefik.io/traefik/reference/install-configuration/providers/kubernetes/kubernetes-ingress/ */
const ingressReader: k8s.PolicyRule[] = [
  { apiGroups: [''], resources: ['services', 'secrets', 'configmaps', 'nodes'], verbs: ['get', 'list', 'watch'] },
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list', 'watch'] },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses', 'ingressclasses'], verbs: ['get', 'list', 'watch'] },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses/status'], verbs: ['update'] },
];
