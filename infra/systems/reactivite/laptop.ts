import type { App } from 'cdktf';
import { ingressUrl } from '../../../config/laptop/facts';
import { appImage, type LaptopConfig, namespaces, SYSTEM } from '../../../config/reactivite';
import type { Target } from '../../../config/system';
import { buildTag } from '../../../config/versions';
import { ownIngress } from '../../constructs/laptop/part';
import { secretCommand } from '../../constructs/laptop/props';
import { LaptopStack } from '../../constructs/laptop/stack';

/** Front end, API and all that is around them, on a laptop. */
export function buildLaptop(app: App, target: Target<LaptopConfig>): void {
  const { config } = target;
  const { cluster, hosts } = config;
  const built = (name: 'fastapi' | 'streamlit') => ({
    folder: `apps/${SYSTEM}/${name}`,
    image: buildTag(appImage(config, name)),
    workloads: [`Deployment/${namespaces.apps}/${name}`],
  });
  const forward = (namespace: string, service: string, port: number) =>
    `kubectl port-forward --namespace ${namespace} service/${service} ${port}`;
  new LaptopStack(app, target, {
    parts: [ownIngress(SYSTEM)],
    apps: { fastapi: built('fastapi'), streamlit: built('streamlit') },
    chartsSay: [`host: ${hosts.streamlit}`, `host: ${hosts.fastapi}`],
    openedByHand: [`StatefulSet/${namespaces.vault}/vault`],
    urls: {
      'Front end': ingressUrl(cluster, hosts.streamlit),
      API: `${ingressUrl(cluster, hosts.fastapi)}/health`,
    },
    commands: {
      Grafana: `${forward(namespaces.monitoring, 'grafana', 3000)}, user admin`,
      'Its password': secretCommand(namespaces.monitoring, 'grafana-admin', 'password'),
      Prometheus: forward(namespaces.monitoring, 'prometheus', 9090),
      Vault: `${forward(namespaces.vault, 'vault', 8200)}, after docs/runbooks/reactivite-vault.md`,
    },
  });
}
