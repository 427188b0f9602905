import type { App } from 'cdktf';
import {
  APP_FOLDER,
  appImage,
  type FlaskMeshConfig,
  flaskUrl,
  gatewayUrl,
  names,
  namespaces,
} from '../../../config/flask-mesh';
import type { Target } from '../../../config/system';
import { buildTag } from '../../../config/versions';
import { secretCommand } from '../../constructs/laptop/props';
import { LaptopStack } from '../../constructs/laptop/stack';
import { mesh } from './istio';

/** Flask behind its mesh, on a laptop. */
export function buildLaptop(app: App, target: Target<FlaskMeshConfig>): void {
  const { config } = target;
  const portForward = `kubectl port-forward --namespace ${namespaces.istio} service`;
  new LaptopStack(app, target, {
    parts: [mesh],
    apps: {
      app: {
        folder: APP_FOLDER,
        image: buildTag(appImage(config)),
        workloads: [`Deployment/${namespaces.app}/${names.flask}`],
      },
    },
    chartsSay: [`nodePort: ${config.flask.nodePort}`],
    urls: { 'Flask, through the gateway': gatewayUrl(config), 'Flask, on its node port': flaskUrl(config) },
    commands: {
      Grafana: `${portForward}/${names.grafana} 3000, user admin`,
      'Its password': secretCommand(namespaces.istio, 'grafana-admin', 'password'),
    },
  });
}
