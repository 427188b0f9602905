import type { App } from 'cdk8s';
import type { k8s } from 'cdk8s-plus-28';
import {
  appImage,
  contracts,
  namespaces,
  podRange,
  type ReactiviteConfig,
  serviceAccounts,
} from '../../../config/reactivite';
import { idleSeconds, outlasting } from '../../../config/timeouts';
import type { Traefik } from '../../components/traefik';
import type { Vault } from '../../components/vault';
import { environmentFile, VaultAgent } from '../../components/vault-agent';
import { httpProbes } from '../../constructs/probes';
import { randomSecrets } from '../../constructs/secrets';
import { WebApp, type WebAppProps } from '../../constructs/web-app';
import { tlsFor } from './certificates';
import { ReactiviteChart } from './chart';
import { type DatabaseAccess, PASSWORD_VARIABLE } from './database';
import { allowMail, mailPassword, mailSettings, SMTP_PASSWORD } from './mail';
import { createSchema } from './schema';

const { ports, paths, commands, user } = contracts.fastapi;

/** Key of the API's secret, in the generated Secret and in Vault alike. */
const SECRET_KEY = 'SECRET_KEY';

/** Where the API's secret lies in Vault, and the role that may read it; docs/runbooks/reactivite-vault.md creates both. */
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
    const agent = config.secrets === 'vault' ? this.agent(vault, config) : undefined;
    const secrets = agent ? renderedSecrets(agent) : this.generatedSecrets(config);
    this.fastapi = new WebApp(this, serviceAccounts.fastapi.name, {
      component: 'api',
      image: appImage(config, 'fastapi'),
      user,
      // At most 235Mi while twenty log in at once: two hashes of 64Mi, and 100Mi at rest. Its tests measure it.
      resources: { cpu: '100m', memory: '128Mi', memoryLimit: '384Mi' },
      command: secrets.command,
      env: {
        // Of the pods only those that `network` lets in can connect: Traefik and Streamlit, who say whom they ask for.
        FORWARDED_ALLOW_IPS: podRange(config),
        UVICORN_TIMEOUT_KEEP_ALIVE: String(outlasting(idleSeconds.proxy)),
        ...secrets.env,
        // Before the URL: Kubernetes only expands variables that stand above.
        [PASSWORD_VARIABLE]: password,
        DATABASE_URL: database.url,
        ...mailSettings(config),
      },
      ports,
      metrics: { port: 'metrics' },
      probes: httpProbes(paths.health, 'http', paths.ready),
      mounts: secrets.mounts,
      setup: secrets.setup,
      sidecars: { ...database.sidecars, ...secrets.sidecars },
      identityAnnotations: this.place.identity('fastapi'),
    });
    this.expectAppImage(config, 'fastapi');
    agent?.connect(this.fastapi);
    database.allow(this.fastapi);
    allowMail(this.fastapi, config);
    createSchema(this, appImage(config, 'fastapi'), database, this.fastapi.serviceAccount);
    this.fastapi.exposeViaIngress(config.hosts.fastapi, traefik, tlsFor('fastapi', this.place));
  }

  private agent(vault: Vault, config: ReactiviteConfig): VaultAgent {
    const keys = config.mail?.username ? [SECRET_KEY, SMTP_PASSWORD] : [SECRET_KEY];
    return new VaultAgent(this, 'fastapi-vault-agent', {
      vault,
      role: VAULT_ROLE,
      files: { 'fastapi.env': environmentFile(VAULT_PATH, keys) },
    });
  }

  private generatedSecrets(config: ReactiviteConfig): SecretSource {
    const { fastapi } = randomSecrets(this, 'generate-fastapi-secret', { fastapi: [SECRET_KEY] });
    const env = { [SECRET_KEY]: fastapi.env(SECRET_KEY), ...mailPassword(this, config) };
    return { command: commands.serve, env, mounts: {}, setup: {}, sidecars: {} };
  }
}

/** What the API's container needs to find its secrets in its environment. */
interface SecretSource extends Required<Pick<WebAppProps, 'command' | 'mounts' | 'setup' | 'sidecars'>> {
  readonly env: Readonly<Record<string, k8s.EnvVarSource>>;
}

/** The shell reads the file that the agent rendered and becomes the app. */
function renderedSecrets(agent: VaultAgent): SecretSource {
  const source = `set -a; . ${VaultAgent.folder}/fastapi.env; set +a; exec "$@"`;
  return {
    command: ['sh', '-ec', source, '--', ...commands.serve],
    env: {},
    mounts: { [VaultAgent.folder]: agent.secrets },
    setup: agent.setup,
    sidecars: { 'vault-agent': agent.sidecar },
  };
}
