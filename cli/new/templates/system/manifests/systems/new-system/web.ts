import type { App } from 'cdk8s';
import { appImage, type NewSystemConfig, names, ports } from '../../../config/new-system';
import { k3sTraefik, otherTraefik } from '../../components/k3s-traefik';
import { httpProbes } from '../../constructs/probes';
import { scratch } from '../../constructs/volumes';
import { WebApp } from '../../constructs/web-app';
import { NewSystemChart } from './chart';

/** What its users see. */
export function webChart(app: App, id: string, config: NewSystemConfig): void {
  const chart = new NewSystemChart(app, id);
  const web = new WebApp(chart, names.app, {
    component: 'front-end',
    image: appImage(config),
    replicas: config.app.replicas,
    user: 101,
    resources: { cpu: '50m', memory: '64Mi' },
    ports,
    probes: httpProbes('/'),
    mounts: { '/tmp': scratch('tmp') },
  });
  web.exposeViaIngress(config.host, k3sTraefik, { tlsSecret: config.tlsSecret });
  web.network.allowFrom(otherTraefik, ports.http);
}
