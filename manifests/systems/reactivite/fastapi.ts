import type { App } from 'cdk8s';
import type { k8s } from 'cdk8s-plus-28';
import {
  appImage,
  namespaces,
  podRange,
  ports,
  type ReactiviteConfig,
  serviceAccounts,
} from '../../../config/reactivite';
import { idleSeconds, outlasting } from '../../../config/timeouts';
import type { Traefik } from '../../components/traefik';
import type { Vault } from '../../components/vault';
import { environmentFile, VaultAgent } from '../../components/vault-agent';
import { GeneratedSecrets } from '../../constructs/generated-secrets';
import { httpProbes } from '../../constructs/probes';
import { scratch } from '../../constructs/volumes';
import { WebApp, type WebAppProps } from '../../constructs/web-app';
import { tlsFor } from './certificates';
import { ReactiviteChart } from './chart';
import { type DatabaseAccess, PASSWORD_VARIABLE } from './database';
import { createSchema } from './schema';

/** Keys of the API's secret, in the generated Secret and in Vault alike. */
const SECRET_KEYS = ['SECRET_KEY', 'APIKEY'] as const;

/** Where the API's secret lies in Vault, and the role that may read it; docs/runbooks/vault.md creates both. */
const VAULT_PATH = 'secret/data/reactivite/fastapi';
const VAULT_ROLE = 'fastapi';

export interface FastapiNeeds {
  readonly traefik: Traefik;
  readonly vault: Vault;
  readonly database: DatabaseAccess;
}

/** The REST API. */
export class FastapiChart extends ReactiviteChart {
  readonly fastapi: WebApp;

  constructor(app: App, id: string, config: ReactiviteConfig, { traefik, vault, database }: FastapiNeeds) {
    super(app, id, namespaces.apps, config);
    const { password } = database;
    const agent = config.secrets === 'vault' ? this.agent(vault) : undefined;
    const secrets = agent
      ? renderedSecrets(agent, config.fastapi.command)
      : this.generatedSecrets(config.fastapi.command);
    this.fastapi = new WebApp(this, serviceAccounts.fastapi.name, {
      component: 'api',
      image: appImage(config, 'fastapi'),
      replicas: config.fastapi.replicas,
      user: 10001,
      resources: { cpu: '100m', memory: '128Mi', memoryLimit: '256Mi' },
      command: secrets.command,
      env: {
        HOME: '/tmp',
        // Of the pods only those that `network` lets in can connect: Traefik, and Streamlit, which forwards nothing.
        FORWARDED_ALLOW_IPS: podRange(config),
        UVICORN_TIMEOUT_KEEP_ALIVE: String(outlasting(idleSeconds.proxy)),
        ...secrets.env,
        // Before the URL: Kubernetes only expands variables that stand above.
        ...(password && { [PASSWORD_VARIABLE]: password }),
        DATABASE_URL: database.url,
      },
      ports: { http: ports.fastapi, metrics: 9000 },
      metrics: { port: 'metrics' },
      probes: httpProbes('/health'),
      mounts: { '/tmp': scratch('tmp'), ...secrets.mounts },
      setup: secrets.setup,
      sidecars: { ...database.sidecars, ...secrets.sidecars },
      identityAnnotations: this.place.identity('fastapi'),
    });
    this.expectAppImage(config, 'fastapi');
    agent?.connect(this.fastapi);
    database.allow(this.fastapi);
    createSchema(this, database, this.fastapi.serviceAccount);
    this.fastapi.exposeViaIngress(config.hosts.fastapi, traefik, tlsFor('fastapi', this.place));
  }

  private agent(vault: Vault): VaultAgent {
    return new VaultAgent(this, 'fastapi-vault-agent', {
      vault,
      role: VAULT_ROLE,
      files: { 'fastapi.env': environmentFile(VAULT_PATH, SECRET_KEYS) },
    });
  }

  private generatedSecrets(command: readonly string[]): SecretSource {
    const { refs } = new GeneratedSecrets(this, 'generate-fastapi-secret', { fastapi: SECRET_KEYS });
    const env = Object.fromEntries(SECRET_KEYS.map((key) => [key, refs.fastapi.env(key)]));
    return { command, env, mounts: {}, setup: {}, sidecars: {} };
  }
}

/** What the API's container needs to find its secrets in its environment. */
interface SecretSource extends Required<Pick<WebAppProps, 'command' | 'mounts' | 'setup' | 'sidecars'>> {
  readonly env: Readonly<Record<string, k8s.EnvVarSource>>;
}

/** The shell reads the file that the agent rendered and becomes the app. */
function renderedSecrets(agent: VaultAgent, command: readonly string[]): SecretSource {
  const source = `set -a; . ${VaultAgent.folder}/fastapi.env; set +a; exec "$@"`;
  return {
    command: ['sh', '-ec', source, '--', ...command],
    env: {},
    mounts: { [VaultAgent.folder]: agent.secrets },
    setup: agent.setup,
    sidecars: { 'vault-agent': agent.sidecar },
  };
}
