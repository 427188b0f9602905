import type { App } from 'cdk8s';
import { appImage, contracts, namespaces, podRange, type ReactiviteConfig } from '../../../config/reactivite';
import { idleSeconds, outlasting } from '../../../config/timeouts';
import { stickySessions, type Traefik } from '../../components/traefik';
import { httpProbes } from '../../constructs/probes';
import { WebApp } from '../../constructs/web-app';
import { tlsFor } from './certificates';
import { ReactiviteChart } from './chart';

const { ports, paths, commands, user } = contracts.streamlit;

/** The front end, which dog owners see. */
export class StreamlitChart extends ReactiviteChart {
  readonly streamlit: WebApp;

  constructor(app: App, id: string, config: ReactiviteConfig, api: WebApp, traefik: Traefik) {
    super(app, id, namespaces.apps, config);
    this.streamlit = new WebApp(this, 'streamlit', {
      component: 'front-end',
      image: appImage(config, 'streamlit'),
      user,
      // 75Mi at rest, 190Mi after its first table, 350Mi while forty owners look at a year at once. Its tests measure it.
      resources: { cpu: '100m', memory: '256Mi', memoryLimit: '512Mi' },
      command: commands.serve,
      env: {
        API_URL: `http://${api.host}:${api.port('http')}`,
        // Of the pods only Traefik's can connect, and they say who asks.
        FORWARDED_ALLOW_IPS: podRange(config),
        UVICORN_TIMEOUT_KEEP_ALIVE: String(outlasting(idleSeconds.proxy)),
        STREAMLIT_BROWSER_SERVER_ADDRESS: config.hosts.streamlit,
      },
      ports,
      metrics: { port: 'metrics' },
      probes: httpProbes(paths.health),
      service: { annotations: stickySessions('streamlit') },
    });
    this.expectAppImage(config, 'streamlit');
    this.streamlit.connectTo(api, 'http');
    this.streamlit.exposeViaIngress(config.hosts.streamlit, traefik, tlsFor('streamlit', this.place));
  }
}
