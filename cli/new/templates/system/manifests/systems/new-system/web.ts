import type { App } from 'cdk8s';
import { appImage, type NewSystemConfig, names, ports } from '../../../config/new-system';
import { idleSeconds, outlasting } from '../../../config/timeouts';
import { httpsOnly, k3sTraefik, otherTraefik } from '../../components/k3s-traefik';
import { ConfigFiles } from '../../constructs/config-files';
import { httpProbes } from '../../constructs/probes';
import { scratch } from '../../constructs/volumes';
import { WebApp } from '../../constructs/web-app';
import { NewSystemChart } from './chart';

/** What nginx serves until an image of yours does; its start-up fills the variables in. */
const server = `server {
  listen \${PORT};
  keepalive_timeout \${KEEP_ALIVE_SECONDS}s;
  location / {
    default_type text/plain;
    return 200 'new-system\\n';
  }
}
`;

/** What its users see. */
export function webChart(app: App, id: string, config: NewSystemConfig): void {
  const chart = new NewSystemChart(app, id);
  const files = new ConfigFiles(chart, 'nginx', { name: 'nginx', files: { 'default.conf.template': server } });
  const web = new WebApp(chart, names.app, {
    component: 'front-end',
    image: appImage(config),
    user: 101,
    resources: { cpu: '50m', memory: '64Mi' },
    env: {
      PORT: String(ports.http),
      // Longer than Traefik keeps a connection, or a request meets one that is just closing.
      KEEP_ALIVE_SECONDS: String(outlasting(idleSeconds.proxy)),
    },
    ports,
    probes: httpProbes('/'),
    // https://hub.docker.com/r/nginxinc/nginx-unprivileged: templates become files of conf.d at the start.
    mounts: { '/etc/nginx/templates': files.volume, '/etc/nginx/conf.d': scratch('conf'), '/tmp': scratch('tmp') },
  });
  web.exposeViaIngress(config.host, k3sTraefik, { tlsSecret: config.tlsSecret, annotations: httpsOnly });
  // On a laptop it may be that of another system.
  if (config.cluster) web.network.allowFrom(otherTraefik, ports.http);
}
