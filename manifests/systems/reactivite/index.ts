import type { App } from 'cdk8s';
import type { GoogleCloudConfig, ReactiviteConfig } from '../../../config/reactivite';
import type { Target } from '../../../config/system';
import { certIssuersChart } from './cert-issuers';
import { cloudSqlAccess, type DatabaseAccess, inClusterAccess } from './database';
import { FastapiChart } from './fastapi';
import { MonitoringChart } from './monitoring';
import { MysqlChart } from './mysql';
import { namespacesChart } from './namespaces';
import { NodeAgentsChart } from './node-agents';
import { StreamlitChart } from './streamlit';
import { TraefikChart } from './traefik';
import { VaultChart } from './vault';

/** Wires the charts: each gets the objects that it talks to. */
export function build(app: App, { config }: Target<ReactiviteConfig>): void {
  namespacesChart(app, '00-reactivite-namespaces', config);
  const { traefik } = new TraefikChart(app, 'reactivite-traefik', config);
  if ('certificates' in config) certIssuersChart(app, 'reactivite-cert-issuers', config, traefik);
  const { vault } = new VaultChart(app, 'reactivite-vault', config);
  const database = databaseOf(app, config);
  const { fastapi } = new FastapiChart(app, 'reactivite-fastapi', config, { traefik, vault, database });
  const { streamlit } = new StreamlitChart(app, 'reactivite-streamlit', config, fastapi, traefik);
  const { prometheus } = new MonitoringChart(app, 'reactivite-monitoring', config, vault);
  const { nodeExporter } = new NodeAgentsChart(app, 'reactivite-node-agents', config);
  prometheus.scrapeNodes(nodeExporter);
  prometheus.scrape(traefik);
  prometheus.scrape(vault);
  prometheus.scrape(fastapi);
  prometheus.scrape(streamlit);
}

function databaseOf(app: App, config: ReactiviteConfig): DatabaseAccess {
  const { database } = config;
  if (database.kind === 'in-cluster') {
    return inClusterAccess(new MysqlChart(app, 'reactivite-mysql', config, database.storage));
  }
  // No other place has Cloud SQL.
  return cloudSqlAccess((config as GoogleCloudConfig).gcp, database.instance);
}
