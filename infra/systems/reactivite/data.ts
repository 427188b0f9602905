import { DataGoogleProject } from '@cdktf/provider-google/lib/data-google-project';
import { KmsKeyRing } from '@cdktf/provider-google/lib/kms-key-ring';
import type { App } from 'cdktf';
import { networkId, serviceAgent } from '../../../config/google/names';
import {
  accountId,
  type CloudSqlConfig,
  DATABASE,
  type GcpConfig,
  type GoogleCloudConfig,
  kms,
  names,
} from '../../../config/reactivite';
import type { Target } from '../../../config/system';
import { CryptoKey } from '../../constructs/gcp/crypto-key';
import { ServiceAccount } from '../../constructs/gcp/service-account';
import { mysql } from '../../constructs/gcp/sql-engines';
import { SqlInstance } from '../../constructs/gcp/sql-instance';
import { GoogleStack } from '../../constructs/gcp/stack';

/**
 * What must outlive the cluster: the database, the keys, and the accounts that may use them. The accounts stand
 * here because Cloud SQL only takes an IAM user that exists, and because a cluster that is replaced then finds
 * its database login, with its privileges, and its unseal key as they were.
 */
export class DataStack extends GoogleStack {
  constructor(app: App, target: Target<GoogleCloudConfig>, gcp: GcpConfig) {
    super(app, target, { part: 'data', ...gcp });
    const fastapi = new ServiceAccount(this, 'fastapi', { accountId: accountId('fastapi'), displayName: 'FastAPI' });
    const vault = new ServiceAccount(this, 'vault', { accountId: accountId('vault'), displayName: 'Vault' });
    this.addKeys(gcp, vault);
    const { database } = target.config;
    if (database.kind === 'cloud-sql') this.addDatabase(gcp, database, fastapi);
  }

  private addKeys({ projectId, region, keys }: GcpConfig, vault: ServiceAccount): void {
    const { deletionProtection } = keys;
    const ring = new KmsKeyRing(this, 'keys', { name: keys.ring, location: region });
    const role = 'roles/cloudkms.cryptoKeyEncrypterDecrypter';

    // https://cloud.google.com/kubernetes-engine/docs/how-to/encrypting-secrets#grant_permission_to_use_the_key
    const { number } = new DataGoogleProject(this, 'project', { projectId });
    const gkeKey = new CryptoKey(this, 'gke_key', { name: kms.gkeKey, ring, deletionProtection });
    gkeKey.grant('gke', role, serviceAgent(number, 'gke'));

    // Vault reads the key's properties at start, besides using it.
    // https://developer.hashicorp.com/vault/docs/configuration/seal/gcpckms#authentication-permissions
    const vaultKey = new CryptoKey(this, 'vault_key', { name: kms.vaultKey, ring, deletionProtection });
    vaultKey.grant('unseal', role, vault.member);
    vaultKey.grant('view', 'roles/cloudkms.viewer', vault.member);
  }

  private addDatabase(gcp: GcpConfig, { instance: name, ...database }: CloudSqlConfig, login: ServiceAccount): void {
    const { projectId: project, region } = gcp;
    const server = new SqlInstance(this, 'mysql', {
      engine: mysql,
      name,
      region,
      network: networkId(gcp, names.network),
      labels: this.labels,
      ...database,
    });
    server.addDatabase('database', DATABASE);
    server.addIamUser('fastapi', login.email);

    // An instance has no IAM policy of its own; the condition narrows the project's to this one.
    // https://cloud.google.com/sql/docs/mysql/iam-conditions
    const condition = {
      title: `only ${name}`,
      expression: `resource.service == "sqladmin.googleapis.com" && resource.name == "projects/${project}/instances/${name}"`,
    };
    login.grant('sql_client', { project, role: 'roles/cloudsql.client', condition });
    login.grant('sql_login', { project, role: 'roles/cloudsql.instanceUser', condition });

    this.publish('sql_connection_name', 'What the Cloud SQL Auth Proxy connects to.', server.instance.connectionName);
  }
}
