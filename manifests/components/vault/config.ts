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

/** Vault's configuration file, in the JSON that is HCL's other form; https://developer.hashicorp.com/vault/docs/configuration */
export function vaultConfig(config: VaultConfig): string {
  const { seal } = config;
  const settings = {
    ui: true,
    // Integrated storage wants it said out loud, and mlock would need a capability that the baseline drops.
    // https://developer.hashicorp.com/vault/docs/configuration#disable_mlock
    disable_mlock: true,
    log_format: 'json',
    listener: { tcp: listener(config) },
    storage: { raft: raft(config) },
    // Labels the pods, so that a Service finds the active one.
    service_registration: { kubernetes: {} },
    // Longer than the ten minutes between two counts of tokens and secrets. Prometheus adds the pod's name itself.
    telemetry: { prometheus_retention_time: '1h', disable_hostname: true },
    seal: seal && { gcpckms: gcpCkms(seal) },
  };
  return `${JSON.stringify(settings, null, 2)}\n`;
}

/** Metrics without a token: they hold no secret, the network lets none but its clients ask, and a token for Prometheus
 * could only be made after Vault is initialised, when it should be watched already. */
function listener({ tls }: VaultConfig) {
  return {
    address: `[::]:${ports.api}`,
    cluster_address: `[::]:${ports.cluster}`,
    ...(tls ? { tls_cert_file: `${paths.tls}/tls.crt`, tls_key_file: `${paths.tls}/tls.key` } : { tls_disable: true }),
    telemetry: { unauthenticated_metrics_access: true },
  };
}

/** VAULT_RAFT_NODE_ID names the node. A single replica has nobody to join. */
function raft({ peers, tls }: VaultConfig) {
  return { path: paths.data, retry_join: peers.length > 1 ? peers.map((peer) => retryJoin(peer, tls)) : undefined };
}

function retryJoin(peer: string, tls: boolean) {
  if (!tls) return { leader_api_addr: `http://${peer}:${ports.api}` };
  return {
    leader_api_addr: `https://${peer}:${ports.api}`,
    leader_tls_servername: peer,
    leader_ca_cert_file: `${paths.tls}/ca.crt`,
  };
}

function gcpCkms({ project, region, keyRing, cryptoKey }: GcpKmsSeal) {
  return { project, region, key_ring: keyRing, crypto_key: cryptoKey };
}
