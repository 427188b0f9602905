import type { App } from 'cdk8s';
import type { ReactiviteConfig } from '../../../config/reactivite';
import type { Target } from '../../../config/system';
import { FastapiChart } from './fastapi';
import { MysqlChart } from './mysql';
import { NamespacesChart } from './namespaces';
import { StreamlitChart } from './streamlit';
import { TraefikChart } from './traefik';

/** Wires the charts: each gets the objects that it talks to. */
export function build(app: App, { config }: Target<ReactiviteConfig>): void {
  new NamespacesChart(app, '00-reactivite-namespaces', config);
  const { traefik } = new TraefikChart(app, 'reactivite-traefik', config);
  const { database } = config;
  const mysql =
    database.kind === 'in-cluster' ? new MysqlChart(app, 'reactivite-mysql', config, database.storage) : undefined;
  const { fastapi } = new FastapiChart(app, 'reactivite-fastapi', config, { traefik, ...(mysql && { mysql }) });
  new StreamlitChart(app, 'reactivite-streamlit', config, fastapi, traefik);
}
