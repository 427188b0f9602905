import type { App } from 'cdk8s';
import { namespaces, type OnAwsConfig, ports, trustedProxies } from '../../../config/f1-vote';
import { idleSeconds, outlasting, UPLOAD_SECONDS } from '../../../config/timeouts';
import { HelmChartConfig } from '../../../imports/helm.cattle.io';
import { toYaml } from '../../../model/yaml';
import { TRAEFIK } from '../../components/k3s-traefik';
import { namespaced } from '../../constructs/metadata';
import { F1VoteChart } from './chart';
import { workersOnly } from './placement';

/** Tunes K3s's own Traefik for the load balancer in front of it; https://docs.k3s.io/add-ons/helm#customizing-packaged-components-with-helmchartconfig */
export function traefikChart(app: App, id: string, config: OnAwsConfig): void {
  const chart = new F1VoteChart(app, id, namespaces.traefik);
  new HelmChartConfig(chart, 'traefik', {
    metadata: namespaced(chart, { name: TRAEFIK }),
    spec: { valuesContent: toYaml(values(trustedProxies(config))) },
  });
  chart.expect({
    kind: 'cluster',
    name: `K3s with its Traefik in ${namespaces.traefik}`,
    from: 'infra/systems/f1-vote/ansible/playbook.yml',
  });
}

/**
 * One Traefik on each worker, on the node's own port: so it sees the load balancer as the sender, and believes what
 * that says about the client. Through ServiceLB, every request would come from an address of the cluster.
 * https://github.com/traefik/traefik-helm-chart/blob/master/traefik/VALUES.md
 */
function values(trustedIPs: readonly string[]) {
  return {
    deployment: { kind: 'DaemonSet' },
    // A port of the node is held by one pod: the old one goes before the new one comes, on one worker at a time.
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
    affinity: workersOnly,
    service: { type: 'ClusterIP' },
    ports: {
      web: {
        hostPort: ports.traefik,
        forwardedHeaders: { trustedIPs: [...trustedIPs] },
        transport: {
          respondingTimeouts: {
            readTimeout: `${UPLOAD_SECONDS}s`,
            idleTimeout: `${outlasting(idleSeconds.loadBalancer)}s`,
          },
        },
      },
    },
    additionalArguments: [`--serversTransport.forwardingTimeouts.idleConnTimeout=${idleSeconds.proxy}s`],
    resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '128Mi' } },
  };
}
