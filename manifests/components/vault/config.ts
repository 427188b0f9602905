/** Where Vault finds and keeps things inside its container. */
export const paths = {
  config: '/vault/config',
  data: '/vault/data',
  audit: '/vault/audit',
  tls: '/vault/tls',
} as const;

export const ports = { api: 8200, cluster: 8201 } as const;

/** A key in Cloud KMS that unseals Vault when it starts; https://developer.hashicorp.com/vault/docs/configuration/seal/gcpckms */
export interface GcpKmsSeal {
  readonly project: string;
  /** Location of the key ring. */
  readonly region: string;
  readonly keyRing: string;
  readonly cryptoKey: string;
}

export interface VaultConfig {
  /** DNS names of the replicas; raft lets each find the others by them. */
  readonly peers: readonly string[];
  readonly tls: boolean;
  /** @default Shamir: people unseal it with their keys */
  readonly seal?: GcpKmsSeal;
}

/** Vault's configuration file; https://developer.hashicorp.com/vault/docs/configuration */
export function vaultConfig({ peers, tls, seal }: VaultConfig): string {
  const blocks = [general, listener(tls), storage(peers, tls), registration, telemetry, ...(seal ? [kms(seal)] : [])];
  return blocks.join('\n');
}

/** Integrated storage wants disable_mlock said out loud, and mlock would need a capability that the baseline drops.
 * https://developer.hashicorp.com/vault/docs/configuration#disable_mlock */
const general = `\
ui            = true
disable_mlock = true
log_format    = "json"
`;

/** Metrics without a token: they hold no secret, the network lets none but its clients ask, and a token for Prometheus
 * could only be made after Vault is initialised, when it should be watched already. */
function listener(tls: boolean): string {
  const transport = tls
    ? `tls_cert_file   = "${paths.tls}/tls.crt"
  tls_key_file    = "${paths.tls}/tls.key"`
    : 'tls_disable     = true';
  return `\
listener "tcp" {
  address         = "[::]:${ports.api}"
  cluster_address = "[::]:${ports.cluster}"
  ${transport}
  telemetry {
    unauthenticated_metrics_access = true
  }
}
`;
}

/** VAULT_RAFT_NODE_ID names the node. A single replica has nobody to join. */
function storage(peers: readonly string[], tls: boolean): string {
  const joins = peers.length > 1 ? peers.map((peer) => retryJoin(peer, tls)) : [];
  return `\
storage "raft" {
  path = "${paths.data}"
${joins.join('')}}
`;
}

function retryJoin(peer: string, tls: boolean): string {
  const trust = tls
    ? `
    leader_tls_servername = "${peer}"
    leader_ca_cert_file   = "${paths.tls}/ca.crt"`
    : '';
  return `\
  retry_join {
    leader_api_addr       = "${tls ? 'https' : 'http'}://${peer}:${ports.api}"${trust}
  }
`;
}

/** Labels the pods, so that a Service finds the active one. */
const registration = `\
service_registration "kubernetes" {}
`;

/** Longer than the ten minutes between two counts of tokens and secrets. Prometheus adds the pod's name itself. */
const telemetry = `\
telemetry {
  prometheus_retention_time = "1h"
  disable_hostname          = true
}
`;

function kms({ project, region, keyRing, cryptoKey }: GcpKmsSeal): string {
  return `\
seal "gcpckms" {
  project    = "${project}"
  region     = "${region}"
  key_ring   = "${keyRing}"
  crypto_key = "${cryptoKey}"
}
`;
}
