import { Construct } from 'constructs';
import { images } from '../../config/versions';
import { ConfigFiles } from '../constructs/config-files';
import type { ContainerProps } from '../constructs/container';
import { execProbe } from '../constructs/probes';
import { memory, projectedToken, type Volume } from '../constructs/volumes';
import type { Workload } from '../constructs/workload';
import type { Vault } from './vault';
import { vaultBinary } from './vault/binary';

export interface VaultAgentProps {
  readonly vault: Vault;
  /** Role of Vault's kubernetes auth method; it must be bound to the pod's ServiceAccount and `VAULT_AUDIENCE`. */
  readonly role: string;
  /** Template by the name of the file that it renders to; see `environmentFile`. */
  readonly files: Readonly<Record<string, string>>;
}

/** Audience of the tokens with which pods log in at Vault; at the Kubernetes API they are worth nothing. */
export const VAULT_AUDIENCE = 'vault';

/** The token for Vault, and the file in it. */
export const vaultToken = projectedToken('vault-token', VAULT_AUDIENCE);
export const VAULT_TOKEN_PATH = '/var/run/secrets/vault';

const CONFIG = '/vault/agent';
const CA = '/vault/ca';

/**
 * Secrets of Vault as files of a pod. Its sidecar logs in as the pod's ServiceAccount, renders the files into memory
 * before the app starts, and again when a secret changes; an app that reads them once is restarted by hand.
 *
 * ```ts
 * const agent = new VaultAgent(this, 'vault-agent', { vault, role: 'api', files: { 'api.env': ... } });
 * const api = new WebApp(this, 'api', {
 *   setup: agent.setup,
 *   sidecars: { 'vault-agent': agent.sidecar },
 *   mounts: { [VaultAgent.folder]: agent.secrets },
 * });
 * agent.connect(api);
 * ```
 */
export class VaultAgent extends Construct {
  /** Where the files are, in the sidecar and, by agreement, in the app. */
  static readonly folder = '/vault/secrets';

  /** For `setup` of the workload. */
  readonly setup: Readonly<Record<string, ContainerProps>> = vaultBinary.setup;
  /** For `sidecars` of the workload. */
  readonly sidecar: ContainerProps;
  /** The files, read-only, for `mounts` of the workload. */
  readonly secrets: Volume;

  private readonly vault: Vault;

  /** @param id prefix of its objects' names, e.g. `fastapi-vault-agent` */
  constructor(scope: Construct, id: string, { vault, role, files }: VaultAgentProps) {
    super(scope, id);
    this.vault = vault;
    const names = Object.keys(files);
    const ca = vault.trust(this, `${id}-ca`);
    const config = new ConfigFiles(this, 'Config', {
      name: id,
      files: {
        'agent.json': agentConfig(vault.address, role, ca !== undefined, names),
        ...Object.fromEntries(Object.entries(files).map(([name, template]) => [`${name}.ctmpl`, template])),
      },
    });
    const secrets = memory(`${id}-secrets`);
    this.secrets = { ...secrets, readOnly: true };
    this.sidecar = {
      image: images.vault,
      resources: { cpu: '20m', memory: '64Mi', memoryLimit: '128Mi' },
      // Not through the image's entry point, which wants the image's own user.
      command: ['vault', 'agent', `-config=${CONFIG}/agent.json`],
      env: { ...vaultBinary.env, HOME: VaultAgent.folder },
      // Holds the app back until every file is there. Five minutes: Vault may be starting too.
      probes: { startup: execProbe(['sh', '-c', names.map(exists).join(' && ')], { period: 2, failures: 150 }) },
      mounts: {
        ...vaultBinary.mounts,
        [CONFIG]: config.volume,
        [VAULT_TOKEN_PATH]: vaultToken,
        [VaultAgent.folder]: secrets,
        [CA]: ca,
      },
    };
  }

  /** Allows the flow to Vault for the pods that run the sidecar. */
  connect(workload: Workload): void {
    workload.connectTo(this.vault, 'api');
  }
}

/**
 * Template of a file with lines `KEY='value'` for a shell to source, from the keys of one secret of a KV v2 engine.
 * Any value survives: between single quotes the shell interprets nothing, and a single quote within is written `'\''`.
 * @param path with `data` after the mount, e.g. `secret/data/my-app`
 */
export function environmentFile(path: string, keys: readonly string[]): string {
  if (!/^[\w-]+\/data\/[\w/-]+$/.test(path)) {
    throw new Error(`${path} is no KV v2 path: expected <mount>/data/<secret>, e.g. secret/data/my-app`);
  }
  const wrong = keys.find((key) => !/^[A-Za-z_]\w*$/.test(key));
  if (wrong !== undefined) throw new Error(`${wrong} of ${path} cannot name a variable: letters, digits and _ only`);
  const lines = keys.map((key) => `${key}='{{ printf "%v" .Data.data.${key} | replaceAll "'" "'\\\\''" }}'`);
  return `{{ with secret "${path}" }}${lines.join('\n')}\n{{ end }}`;
}

function exists(file: string): string {
  return `test -s ${VaultAgent.folder}/${file}`;
}

/** https://developer.hashicorp.com/vault/docs/agent-and-proxy/agent/template */
function agentConfig(address: string, role: string, tls: boolean, files: readonly string[]): string {
  const settings = {
    vault: { address, ca_cert: tls ? `${CA}/ca.crt` : undefined },
    // A list: of methods by name the agent sees none. https://developer.hashicorp.com/vault/docs/agent-and-proxy/autoauth
    auto_auth: { method: [{ type: 'kubernetes', config: { role, token_path: `${VAULT_TOKEN_PATH}/token` } }] },
    template_config: { exit_on_retry_failure: true, static_secret_render_interval: '5m' },
    template: files.map(template),
  };
  return `${JSON.stringify(settings, null, 2)}\n`;
}

function template(file: string) {
  return {
    source: `${CONFIG}/${file}.ctmpl`,
    destination: `${VaultAgent.folder}/${file}`,
    perms: '0400',
    error_on_missing_key: true,
  };
}
