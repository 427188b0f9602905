import type { Construct } from 'constructs';
import { images } from '../../config/versions';
import { Component } from '../constructs/component';
import { ConfigFiles } from '../constructs/config-files';
import { httpProbes } from '../constructs/probes';
import { scratch } from '../constructs/volumes';
import { WebApp } from '../constructs/web-app';

export interface NewComponentProps {
  /** What it answers at `/`. */
  readonly greeting: string;
  /** @default 8080 */
  readonly port?: number;
}

/** What it is to its clients, and what it keeps. */
export class NewComponent extends Component {
  protected readonly app: WebApp;

  constructor(scope: Construct, id: string, { greeting, port = 8080 }: NewComponentProps) {
    super(scope, id);
    const pages = new ConfigFiles(this, 'Config', { name: `${id}-pages`, files: { 'index.html': greeting } });
    this.app = new WebApp(this, id, {
      component: 'new-component',
      image: images.nginx,
      user: 101,
      resources: { cpu: '10m', memory: '32Mi' },
      ports: { http: port },
      probes: httpProbes('/'),
      mounts: { '/usr/share/nginx/html': pages.volume, '/tmp': scratch('tmp') },
    });
  }

  /** For clients in the cluster. */
  get url(): string {
    return `http://${this.app.host}:${this.port('http')}`;
  }
}
