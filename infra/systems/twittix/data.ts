import type { App, ITerraformDependable } from 'cdktf';
import { networkId } from '../../../config/google/names';
import type { Target } from '../../../config/system';
import {
  type Actor,
  ADMIN_SECRET,
  accountId,
  type GcpConfig,
  GRANTS_JOB,
  generation,
  mediaBucket,
  type Named,
  named,
  names,
  type OnGoogleCloudConfig,
  owners,
} from '../../../config/twittix';
import { PublicBucket } from '../../constructs/gcp/public-bucket';
import { GeneratedSecret } from '../../constructs/gcp/secret';
import { ServiceAccount } from '../../constructs/gcp/service-account';
import { postgres } from '../../constructs/gcp/sql-engines';
import { SqlInstance } from '../../constructs/gcp/sql-instance';
import { GoogleStack } from '../../constructs/gcp/stack';
import { Valkey } from '../../constructs/gcp/valkey';
import { idOf } from '../../constructs/ids';
import { Grants } from './grants';

/**
 * What must outlive the services: database, store and media, and the accounts that the services and their migrations act
 * as. The accounts stand here because Cloud SQL only takes an IAM user that exists, and because a service that is made
 * anew then finds its rights as they were.
 */
export class DataStack extends GoogleStack {
  private readonly config: OnGoogleCloudConfig;

  constructor(app: App, target: Target<OnGoogleCloudConfig>) {
    super(app, target, { part: 'data', ...target.config.gcp });
    this.config = target.config;
    const { gcp, services } = target.config;
    const all = named(services);
    const server = this.addDatabase(all);
    const store = all.some((service) => service.store) ? this.addStore(gcp) : undefined;

    const users: ITerraformDependable[] = [];
    for (const service of all) {
      const { name, description, database, migrate } = service;
      const account = this.addAccount(idOf(name), { service: name }, description);
      if (store && service.store) this.letUseStore(account, gcp);
      if (server && database) users.push(this.letLogIn(server, idOf(name), account));
      if (server && migrate) {
        const mover = this.addAccount(`${idOf(name)}_migration`, { migration: name }, `Migrations of ${name}`);
        users.push(this.letLogIn(server, `${idOf(name)}_migration`, mover));
      }
    }
    if (server) this.addGrants(server, users);
    if (gcp.media === 'cdn') {
      const { region, database } = gcp;
      const { deletionProtection } = database;
      new PublicBucket(this, 'media', { name: mediaBucket(gcp), region, deletionProtection });
    }
  }

  private addAccount(id: string, actor: Actor, displayName: string): ServiceAccount {
    // Longer names are refused.
    return new ServiceAccount(this, id, { accountId: accountId(actor), displayName: displayName.slice(0, 100) });
  }

  private addDatabase(services: readonly Named[]): SqlInstance | undefined {
    if (services.every(({ database }) => database === undefined)) return undefined;
    const { gcp } = this.config;
    const { instance: name, maxConnections, ...database } = gcp.database;
    const server = new SqlInstance(this, 'postgres', {
      engine: postgres(maxConnections),
      name,
      region: gcp.region,
      network: networkId(gcp, names.network),
      labels: this.labels,
      ...database,
    });
    for (const database of owners(this.config.services).keys()) server.addDatabase(database, database);
    this.publish('sql_connection_name', 'What the Cloud SQL Auth Proxy connects to.', server.instance.connectionName);
    return server;
  }

  private addStore(gcp: GcpConfig): Valkey {
    const { projectId: project, region, store } = gcp;
    return new Valkey(this, 'store', {
      name: names.store,
      project,
      region,
      network: networkId(gcp, names.network),
      ...store,
    });
  }

  private letUseStore(account: ServiceAccount, { projectId: project, region }: GcpConfig): void {
    account.grant('store', {
      project,
      role: 'roles/memorystore.dbConnectionUser',
      condition: {
        title: `only ${names.store}`,
        expression: `resource.name == "projects/${project}/locations/${region}/instances/${names.store}"`,
      },
    });
  }

  /** A login of the account in the database, without any right there; the job `grants` gives those. */
  private letLogIn(server: SqlInstance, id: string, account: ServiceAccount): ITerraformDependable {
    this.letConnect(account);
    account.grant('sql_login', { ...this.onlyDatabase, role: 'roles/cloudsql.instanceUser' });
    return server.addIamUser(id, account.email);
  }

  private letConnect(account: ServiceAccount): ITerraformDependable {
    return account.grant('sql_client', { ...this.onlyDatabase, role: 'roles/cloudsql.client' });
  }

  /** An instance has no IAM policy of its own; https://cloud.google.com/sql/docs/postgres/iam-conditions */
  private get onlyDatabase() {
    const { projectId: project, database } = this.config.gcp;
    const expression = `resource.service == "sqladmin.googleapis.com" && resource.name == "projects/${project}/instances/${database.instance}"`;
    return { project, condition: { title: `only ${database.instance}`, expression } };
  }

  private addGrants(server: SqlInstance, users: readonly ITerraformDependable[]): void {
    const { gcp } = this.config;
    const account = this.addAccount('grants', 'grants', 'Gives the services their rights in the databases');
    const password = new GeneratedSecret(this, 'database_admin', {
      name: ADMIN_SECRET,
      region: gcp.region,
      generation: generation(gcp, ADMIN_SECRET),
      deletionProtection: gcp.database.deletionProtection,
    });
    const admin = server.addAdmin('admin', names.databaseAdmin, password.generated);
    const connects = this.letConnect(account);
    const reads = password.grantRead('grants', account.member);
    this.expect(
      `gcloud where the stack is applied: it runs the job ${GRANTS_JOB}, and waits for its end`,
      'gcloud auth login',
    );
    new Grants(this, 'rights', this.config, [...users, ...server.databases, admin, password.version, reads, connects]);
  }
}
