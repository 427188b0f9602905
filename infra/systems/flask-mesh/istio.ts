import {
  gatewayNodePorts,
  istio,
  istioPorts,
  names,
  namespaces,
  ports,
  SYSTEM,
  tracingService,
} from '../../../config/flask-mesh';
import type { ClusterPart } from '../../constructs/laptop/part';

const seccompProfile = { type: istio.seccompProfile };

/**
 * What `istioctl install` is told; JSON is YAML to it.
 * https://istio.io/latest/docs/reference/config/istio.operator.v1alpha1/
 */
const istioOperator = JSON.stringify({
  apiVersion: 'install.istio.io/v1alpha1',
  kind: 'IstioOperator',
  metadata: { namespace: namespaces.istio },
  spec: {
    profile: 'default',
    tag: istio.version,
    components: {
      // Instead of an init container with NET_ADMIN in every pod, which Pod Security refuses.
      cni: { enabled: true, namespace: namespaces.cni },
      ingressGateways: [{ name: istio.gateway.name, enabled: true, k8s: gateway() }],
    },
    meshConfig: {
      extensionProviders: [
        { name: istio.tracingProvider, opentelemetry: { service: tracingService, port: ports.jaegerOtlp } },
      ],
    },
    values: {
      global: { platform: istio.platform, proxy: { seccompProfile } },
      // Half a core and 2 GiB by default: sized for thousands of pods.
      pilot: { seccompProfile, resources: { requests: { cpu: '100m', memory: '256Mi' } } },
    },
  },
});

function gateway() {
  return {
    service: {
      // Not a LoadBalancer, which would want the ports 80 and 443 of the nodes, where Traefik is.
      type: 'NodePort',
      ports: [
        { name: 'status-port', port: istioPorts.proxyHealth, targetPort: istioPorts.proxyHealth },
        { name: 'http2', port: 80, targetPort: istioPorts.gatewayHttp, nodePort: gatewayNodePorts.http },
        { name: 'https', port: 443, targetPort: istioPorts.gatewayHttps, nodePort: gatewayNodePorts.https },
      ],
    },
    // The gateway's chart has no value for it, and without it Pod Security `restricted` refuses the pod.
    overlays: [
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        name: istio.gateway.name,
        patches: [{ path: 'spec.template.spec.securityContext.seccompProfile', value: seccompProfile }],
      },
    ],
  };
}

const script = (name: string) => `infra/systems/${SYSTEM}/scripts/${name}.sh`;

/** The mesh, in the cluster for as long as the system is. */
export const mesh: ClusterPart = {
  id: 'istio',
  script: script('istio'),
  removal: script('istio-remove'),
  environment: {
    ISTIO_OPERATOR: istioOperator,
    ISTIO_NAMESPACE: namespaces.istio,
    CNI_NAMESPACE: namespaces.cni,
    ISTIOD: istio.istiod,
    GATEWAY: istio.gateway.name,
  },
  // It brings the charts of its own version.
  tool: {
    name: 'istioctl',
    version: istio.version,
    command: 'istioctl version --remote=false',
    from: `curl -L https://istio.io/downloadIstio | ISTIO_VERSION=${istio.version} sh -, then put its bin/ on PATH`,
  },
  // For their sidecars.
  workloads: [`Deployment/${namespaces.app}/${names.flask}`, `StatefulSet/${namespaces.app}/${names.postgres}`],
};
