import type { App } from 'cdktf';
import { type LaptopConfig, namespaceOf, type ServiceName, SYSTEM, serviceImage } from '../../../config/caternet';
import { contracts } from '../../../config/caternet/apps';
import { DASHBOARD_USER } from '../../../config/caternet/kubernetes';
import { ingressUrl } from '../../../config/laptop/facts';
import type { Target } from '../../../config/system';
import { buildTag } from '../../../config/versions';
import { secretCommand } from '../../constructs/laptop/props';
import { LaptopStack } from '../../constructs/laptop/stack';

/** All of it on a laptop, with an emulator for the bus: no account, and nothing of production. */
export function buildLaptop(app: App, target: Target<LaptopConfig>): void {
  const { environment, config } = target;
  const { cluster, hosts } = config;
  const [apps, monitoring] = [namespaceOf(environment, 'apps'), namespaceOf(environment, 'monitoring')];
  const built = (service: ServiceName) => ({
    // One folder for all: they share what speaks to the bus.
    folder: `apps/${SYSTEM}`,
    dockerfile: `${service}/Dockerfile`,
    image: buildTag(serviceImage(config, service)),
    workloads: [`Deployment/${apps}/${service}`],
  });
  const forward = (namespace: string, service: string, port: number) =>
    `kubectl port-forward --namespace ${namespace} service/${service} ${port}`;
  new LaptopStack(app, target, {
    apps: {
      catnodejs: built('catnodejs'),
      'cadaver-exchange': built('cadaver-exchange'),
      mousetrap: built('mousetrap'),
    },
    chartsSay: [`host: ${hosts.api}`, `host: ${hosts.market}`],
    urls: {
      API: `${ingressUrl(cluster, hosts.api)}${contracts.catnodejs.paths.health}`,
      Market: `${ingressUrl(cluster, hosts.market)}${contracts['cadaver-exchange'].paths.health}`,
    },
    commands: {
      'Parse Dashboard': `${forward(apps, 'catnodejs', contracts.catnodejs.ports.dashboard)}, user ${DASHBOARD_USER}`,
      'Its password': secretCommand(apps, 'catnodejs', 'dashboard-password'),
      Grafana: `${forward(monitoring, 'grafana', 3000)}, user admin`,
      'The password there': secretCommand(monitoring, 'grafana-admin', 'password'),
      Prometheus: forward(monitoring, 'prometheus', 9090),
    },
  });
}
