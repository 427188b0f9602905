import type { App } from 'cdk8s';
import { appImage, namespaces, type ReactiviteConfig, serviceAccounts } from '../../../config/reactivite';
import type { Traefik } from '../../components/traefik';
import { GeneratedSecrets } from '../../constructs/generated-secrets';
import { httpProbes } from '../../constructs/probes';
import { scratch } from '../../constructs/volumes';
import { WebApp } from '../../constructs/web-app';
import { tlsFor } from './certificates';
import { ReactiviteChart } from './chart';
import type { MysqlChart } from './mysql';

/** The REST API. */
export class FastapiChart extends ReactiviteChart {
  readonly fastapi: WebApp;

  constructor(
    app: App,
    id: string,
    config: ReactiviteConfig,
    { traefik, mysql }: { traefik: Traefik; mysql?: MysqlChart },
  ) {
    super(app, id, namespaces.apps, config);
    const { refs } = new GeneratedSecrets(this, 'generate-fastapi-secret', { fastapi: ['SECRET_KEY', 'APIKEY'] });
    this.fastapi = new WebApp(this, serviceAccounts.fastapi.name, {
      component: 'api',
      image: appImage(config, 'fastapi'),
      replicas: config.fastapi.replicas,
      user: 10001,
      resources: { cpu: '100m', memory: '128Mi', memoryLimit: '256Mi' },
      command: config.fastapi.command,
      env: {
        HOME: '/tmp',
        SECRET_KEY: refs.fastapi.env('SECRET_KEY'),
        APIKEY: refs.fastapi.env('APIKEY'),
      },
      ports: { http: 8000, metrics: 9000 },
      metrics: { port: 'metrics' },
      probes: httpProbes('/health'),
      mounts: { '/tmp': scratch('tmp') },
    });
    this.expectAppImage(config, 'fastapi');
    if (mysql) this.fastapi.connectTo(mysql.mysql, 'mysql');
    this.fastapi.exposeViaIngress(config.hosts.fastapi, traefik, tlsFor('fastapi', config));
  }
}
