import type { App } from 'cdk8s';
import { appImage, contracts, namespaces, podRange, type ReactiviteConfig } from '../../../config/reactivite';
import { stickySessions, type Traefik } from '../../components/traefik';
import { httpProbes } from '../../constructs/probes';
import { scratch } from '../../constructs/volumes';
import { WebApp } from '../../constructs/web-app';
import { tlsFor } from './certificates';
import { ReactiviteChart } from './chart';

const { ports, paths, user } = contracts.streamlit;

/** The front end, which dog owners see. */
export class StreamlitChart extends ReactiviteChart {
  readonly streamlit: WebApp;

  constructor(app: App, id: string, config: ReactiviteConfig, api: WebApp, traefik: Traefik) {
    super(app, id, namespaces.apps, config);
    this.streamlit = new WebApp(this, 'streamlit', {
      component: 'front-end',
      image: appImage(config, 'streamlit'),
      replicas: config.streamlit.replicas,
      user,
      resources: { cpu: '100m', memory: '256Mi', memoryLimit: '512Mi' },
      env: {
        API_URL: `http://${api.host}:${api.port('http')}`,
        HOME: '/tmp',
        // For uvicorn, on which it runs; of the pods only Traefik's can connect.
        FORWARDED_ALLOW_IPS: podRange(config),
        STREAMLIT_SERVER_PORT: String(ports.http),
        STREAMLIT_SERVER_HEADLESS: 'true',
        STREAMLIT_SERVER_ENABLE_XSRF_PROTECTION: 'true',
        STREAMLIT_BROWSER_GATHER_USAGE_STATS: 'false',
        // Nobody edits the app here, and each watcher takes one of the few inotify instances of its node.
        STREAMLIT_SERVER_FILE_WATCHER_TYPE: 'none',
        STREAMLIT_BROWSER_SERVER_ADDRESS: config.hosts.streamlit,
      },
      ports,
      probes: httpProbes(paths.health),
      mounts: { '/tmp': scratch('tmp', '256Mi') },
      service: { annotations: stickySessions('streamlit') },
    });
    this.expectAppImage(config, 'streamlit');
    this.streamlit.connectTo(api, 'http');
    this.streamlit.exposeViaIngress(config.hosts.streamlit, traefik, tlsFor('streamlit', this.place));
  }
}
