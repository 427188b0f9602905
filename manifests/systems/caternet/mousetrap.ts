import type { App } from 'cdk8s';
import { busProject, type CaternetConfig, contracts, serviceImage, trapVariables } from '../../../config/caternet';
import type { Target } from '../../../config/system';
import { httpProbes } from '../../constructs/probes';
import { WebApp } from '../../constructs/web-app';
import type { BusAccess } from './bus';
import { CaternetChart } from './chart';

const { ports, paths, commands, user } = contracts.mousetrap;

/** The traps, where they stand in the cluster and not in regions of their own. */
export class MousetrapChart extends CaternetChart {
  readonly mousetrap: WebApp;

  constructor(app: App, id: string, target: Target<CaternetConfig>, replicas: number, bus: BusAccess) {
    super(app, id, target, 'apps');
    const { environment, config } = target;
    this.mousetrap = new WebApp(this, 'mousetrap', {
      component: 'trap',
      image: serviceImage(config, 'mousetrap'),
      replicas,
      user,
      // Measured: 117 MiB, half of it Node's own program, and 6 ms of processor time a second with two catches in it.
      resources: { cpu: '50m', memory: '128Mi', memoryLimit: '192Mi' },
      command: commands.serve,
      env: {
        ...bus.env,
        ...trapVariables(config, { projectId: busProject(config), region: environment }),
        HTTP: String(ports.http),
        METRICS_PORT: String(ports.metrics),
      },
      ports,
      metrics: { port: 'metrics', path: paths.metrics },
      probes: httpProbes(paths.health, 'http', paths.ready),
      mounts: bus.mounts,
      service: { ports: { http: ports.http } },
    });
    this.expectImage(config, 'mousetrap');
    bus.allow(this.mousetrap);
  }
}
