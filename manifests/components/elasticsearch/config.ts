/** Where Elasticsearch finds and keeps things inside its container. */
export const folders = {
  home: '/usr/share/elasticsearch',
  config: '/usr/share/elasticsearch/config',
  tls: '/usr/share/elasticsearch/config/tls',
  data: '/usr/share/elasticsearch/data',
  logs: '/usr/share/elasticsearch/logs',
  /** What the pod brings, before it is put into `config`. */
  settings: '/settings',
} as const;

export const ports = { https: 9200, transport: 9300, ready: 8080, metrics: 9114 } as const;

export interface ElasticsearchConfig {
  readonly cluster: string;
  /** Names of the nodes that vote on the first master. */
  readonly nodes: readonly string[];
  /** Their addresses. */
  readonly hosts: readonly string[];
}

/** https://www.elastic.co/docs/reference/elasticsearch/configuration-reference/ */
export function elasticsearchConfig({ cluster, nodes, hosts }: ElasticsearchConfig) {
  const certificate = { key: 'tls/tls.key', certificate: 'tls/tls.crt', certificate_authorities: 'tls/ca.crt' };
  return {
    'cluster.name': cluster,
    // Elasticsearch replaces variables of the environment itself.
    'node.name': '${POD_NAME}',
    'network.host': '0.0.0.0',
    // It listens everywhere, and must tell the others one address.
    'network.publish_host': '${POD_IP}',
    'http.port': ports.https,
    'transport.port': ports.transport,
    'discovery.seed_hosts': hosts,
    // Read only until the cluster is made; a node that lost its volume cannot make another without most of the others.
    'cluster.initial_master_nodes': nodes,
    // A port that answers once the node belongs to a cluster with a master.
    'readiness.port': ports.ready,
    // Nobody may raise vm.max_map_count of the node: https://www.elastic.co/docs/deploy-manage/deploy/self-managed/vm-max-map-count
    'node.store.allow_mmap': false,
    'xpack.license.self_generated.type': 'basic',
    'xpack.ml.enabled': false,
    'xpack.security.enabled': true,
    'xpack.security.autoconfiguration.enabled': false,
    'xpack.security.http.ssl': { enabled: true, ...certificate },
    // The certificate holds names, and nodes meet by address: who signed it is what counts, and who may connect at all.
    'xpack.security.transport.ssl': {
      enabled: true,
      verification_mode: 'certificate',
      client_authentication: 'required',
      ...certificate,
    },
    // It would ask its makers for a database of addresses, which the network does not let it.
    'ingest.geoip.downloader.enabled': false,
    'action.destructive_requires_name': true,
  };
}

export interface Login {
  readonly user: string;
  /** Variable with the password. */
  readonly key: string;
  readonly role: object;
}

/** Where a snapshot of the index is unpacked to be counted. */
export function tryOf(index: string): string {
  return `restore-test-${index}`;
}

/** Who may log in beside `elastic`, and do what; https://www.elastic.co/docs/reference/elasticsearch/security-privileges */
export function loginsOf(user: string, index: string): readonly Login[] {
  return [
    {
      user,
      key: 'USER_PASSWORD',
      role: { cluster: ['monitor'], indices: [{ names: [index], privileges: ['all'] }] },
    },
    {
      user: 'metrics',
      key: 'METRICS_PASSWORD',
      role: { cluster: ['monitor'], indices: [{ names: ['*'], privileges: ['monitor'] }] },
    },
    {
      user: 'snapshots',
      key: 'SNAPSHOTS_PASSWORD',
      role: {
        cluster: ['monitor', 'cluster:admin/repository/*', 'cluster:admin/snapshot/*'],
        indices: [{ names: [index, tryOf(index)], privileges: ['all'] }],
      },
    },
  ];
}
