import type { App } from 'cdktf';
import { apiPort, ingressPorts, type OnOwnMachinesConfig, theMachine } from '../../../config/caternet';
import { certManager } from '../../../config/cert-manager';
import type { Target } from '../../../config/system';
import { charts, images } from '../../../config/versions';
import { certManagerValues } from '../../constructs/helm/cert-manager';
import { HelmChart, type HelmChartProps } from '../../constructs/helm/chart';
import { HelmOnOwnCluster } from '../../constructs/helm/own-cluster';
import { SystemStack } from '../../constructs/stack';

/** The network of the internal cluster, and the tools that are switched on. */
export class ToolsStack extends SystemStack {
  constructor(app: App, target: Target<OnOwnMachinesConfig>) {
    super(app, target, { part: 'platform' });
    const { system, environment, config } = target;
    const context = `${system.name}-${environment}`;
    new HelmOnOwnCluster(this, 'charts', { context });
    const network = new HelmChart(this, 'network', {
      name: 'cilium',
      namespace: 'kube-system',
      chart: charts.cilium,
      values: ciliumValues(config),
    });
    for (const [id, tool] of Object.entries(tools(config))) new HelmChart(this, id, { ...tool, after: network });
    this.expect(
      `a context ${context} in ~/.kube/config, by the VPN`,
      'the runbook says how an administrator gets one from the first control plane',
    );
  }
}

/** What is switched on and has a chart that our values are for. */
function tools(config: OnOwnMachinesConfig): Record<string, HelmChartProps> {
  const { tools: on } = config;
  return {
    ...(on.certManager && {
      certificates: {
        name: certManager.account,
        namespace: certManager.namespace,
        chart: charts.certManager,
        values: certManagerValues(),
      },
    }),
    ...(on.traefik && {
      ingress: { name: 'traefik', namespace: 'traefik', chart: charts.traefik, values: traefikValues(config) },
    }),
    ...(on.metricsServer && {
      metrics: {
        name: 'metrics-server',
        namespace: 'kube-system',
        chart: charts.metricsServer,
        values: metricsServerValues,
      },
    }),
    ...(on.headlamp && {
      dashboard: { name: 'headlamp', namespace: 'headlamp', chart: charts.headlamp, values: headlampValues },
    }),
  };
}

/**
 * In the place of kube-proxy, with what pods say to each other encrypted between nodes. NetworkPolicies are enforced; where a
 * namespace has one that denies everything, nothing passes that none allows.
 * https://docs.cilium.io/en/stable/helm-reference/
 */
function ciliumValues(config: OnOwnMachinesConfig): Record<string, unknown> {
  return {
    kubeProxyReplacement: true,
    // It must find the API server before there are Services.
    k8sServiceHost: theMachine(config, 'load-balancer').address,
    k8sServicePort: apiPort,
    ipam: { mode: 'kubernetes' },
    policyEnforcementMode: 'default',
    policyAuditMode: false,
    encryption: { enabled: true, type: 'wireguard' },
    operator: { replicas: 2 },
    hubble: { enabled: false },
    rollOutCiliumPods: true,
  };
}

/** One on each worker, behind the load balancer, which alone is believed about who asks. */
function traefikValues(config: OnOwnMachinesConfig): Record<string, unknown> {
  const balancer = theMachine(config, 'load-balancer').address;
  const { http, https } = ingressPorts;
  return {
    image: { tag: images.traefik.tag },
    deployment: { kind: 'DaemonSet' },
    // An answer comes from the worker that was asked: Traefik sees the load balancer, and no other node.
    service: { type: 'NodePort', spec: { externalTrafficPolicy: 'Local' } },
    ports: { web: { nodePort: http }, websecure: { nodePort: https } },
    // Ingresses with annotations of ingress-nginx, which is retired; https://doc.traefik.io/traefik/providers/kubernetes-ingress-nginx/
    providers: { kubernetesIngressNGINX: { enabled: true } },
    additionalArguments: [
      `--entryPoints.web.proxyProtocol.trustedIPs=${balancer}/32`,
      `--entryPoints.websecure.proxyProtocol.trustedIPs=${balancer}/32`,
      '--entryPoints.web.http.redirections.entryPoint.to=:443',
      '--entryPoints.web.http.redirections.entryPoint.scheme=https',
    ],
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
  };
}

/** It knows the kubelets by the cluster's own authority, since they serve with certificates of it. */
const metricsServerValues = {
  replicas: 2,
  podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
  args: ['--kubelet-certificate-authority=/var/run/secrets/kubernetes.io/serviceaccount/ca.crt'],
  resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
};

/** Whoever opens it has the rights of his own token: the chart would give it all rights there are. */
const headlampValues = {
  clusterRoleBinding: { create: false },
  resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '256Mi' } },
};
