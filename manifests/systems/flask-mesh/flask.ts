import type { App } from 'cdk8s';
import { APP_FOLDER, appImage, contract, type FlaskMeshConfig, names, ports } from '../../../config/flask-mesh';
import { idleSeconds, outlasting } from '../../../config/timeouts';
import { buildTag, reference } from '../../../config/versions';
import type { Postgres } from '../../components/postgres';
import { anyone } from '../../constructs/network-rules';
import { httpProbe } from '../../constructs/probes';
import { scratch } from '../../constructs/volumes';
import { WebApp } from '../../constructs/web-app';
import { FlaskMeshChart } from './chart';
import type { MeshNetwork } from './mesh-network';
import { meshLabels } from './mesh-pods';

/** Seconds that open requests get to end. */
const SHUTDOWN_SECONDS = 20;

/** The port for the mesh, and the one for everybody else; both lead to the same app. */
const inside = 'http';
export const outside = 'http-outside';

/** The app. */
export class FlaskChart extends FlaskMeshChart {
  readonly flask: WebApp;

  constructor(app: App, id: string, config: FlaskMeshConfig, postgres: Postgres, mesh: MeshNetwork) {
    super(app, id);
    const image = appImage(config);
    this.flask = new WebApp(this, names.flask, {
      component: 'app',
      image,
      user: contract.user,
      resources: { cpu: '100m', memory: '96Mi', memoryLimit: '192Mi' },
      env: {
        ...postgres.connection,
        PORTS: `${ports.flask},${ports.flaskOutside}`,
        SHUTDOWN_SECONDS: String(SHUTDOWN_SECONDS),
        KEEP_ALIVE_SECONDS: String(outlasting(idleSeconds.proxy)),
      },
      ports: { [inside]: ports.flask, [outside]: ports.flaskOutside },
      probes: {
        startup: httpProbe(contract.paths.health, inside, { period: 2, failures: 30 }),
        // Without its database the app can answer nobody; a restart would not mend that.
        readiness: httpProbe(contract.paths.ready, inside, { period: 5, timeout: 5 }),
        liveness: httpProbe(contract.paths.health, inside, { failures: 6 }),
      },
      metrics: { port: inside },
      gracePeriod: SHUTDOWN_SECONDS + 5,
      mounts: Object.fromEntries(contract.writes.map((folder) => [folder, scratch(folder.slice(1))])),
      podLabels: meshLabels('flask-app', image.tag),
      service: { ports: { [inside]: ports.flask } },
    });
    this.expect({
      kind: 'image',
      name: reference(image),
      from: `docker build --tag ${buildTag(image)} ${APP_FOLDER}, then k3d image import`,
    });
    mesh.join(this.flask);
    mesh.connect(this.flask, postgres, ports.postgres);
    mesh.connect(mesh.gateway, this.flask, ports.flask);
    this.openNodePort(config);
  }

  /** The way past the gateway, on purpose: `istio.ts` says who may take it. */
  private openNodePort({ flask }: FlaskMeshConfig): void {
    this.flask.service('OutsideService', {
      name: names.flaskOutside,
      type: 'NodePort',
      ports: { [outside]: ports.flaskOutside },
      nodePorts: { [outside]: flask.nodePort },
    });
    this.flask.network.allowFrom(anyone, ports.flaskOutside);
  }
}
