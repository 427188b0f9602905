import { SqlDatabase } from '@cdktf/provider-google/lib/sql-database';
import { SqlDatabaseInstance } from '@cdktf/provider-google/lib/sql-database-instance';
import { SqlUser } from '@cdktf/provider-google/lib/sql-user';
import { Construct } from 'constructs';
import type { WriteOnly } from './secret';
import type { SqlEngine } from './sql-engines';

export interface SqlInstanceProps {
  readonly engine: SqlEngine;
  readonly name: string;
  readonly region: string;
  /** Network id; the instance has an address in its private services range and nowhere else. */
  readonly network: string;
  readonly tier: string;
  readonly availability: 'REGIONAL' | 'ZONAL';
  readonly diskSizeGb: number;
  readonly diskSizeLimitGb: number;
  /** Daily backups kept. */
  readonly retainedBackups: number;
  /** While true, Terraform refuses any plan that destroys the instance or a database in it, and so does the API. */
  readonly deletionProtection: boolean;
  readonly labels: Readonly<Record<string, string>>;
}

/** A server of Cloud SQL, reached through its connectors alone, with point-in-time recovery. */
export class SqlInstance extends Construct {
  public readonly instance: SqlDatabaseInstance;
  /** What has been added. */
  public readonly databases: SqlDatabase[] = [];
  private readonly engine: SqlEngine;
  private readonly deletionProtection: boolean;

  constructor(scope: Construct, id: string, props: SqlInstanceProps) {
    super(scope, id);
    const { engine, name, region, network, tier, availability, deletionProtection, labels } = props;
    this.engine = engine;
    this.deletionProtection = deletionProtection;
    this.instance = new SqlDatabaseInstance(this, 'Resource', {
      name,
      region,
      databaseVersion: engine.version,
      // The provider's own refusal; the setting below is the API's, and both come when other things are gone already.
      deletionProtection,
      settings: {
        tier,
        // Custom machine types exist in this edition only, and which one is the default depends on the version.
        // https://cloud.google.com/sql/docs/mysql/editions-intro
        edition: 'ENTERPRISE',
        availabilityType: availability,
        deletionProtectionEnabled: deletionProtection,
        diskType: 'PD_SSD',
        diskSize: props.diskSizeGb,
        diskAutoresize: true,
        diskAutoresizeLimit: props.diskSizeLimitGb,
        // With connectors enforced, whoever has no IAM right to the instance does not even reach the login.
        // https://cloud.google.com/sql/docs/mysql/connect-auth-proxy#connector-enforcement
        connectorEnforcement: 'REQUIRED',
        ipConfiguration: {
          ipv4Enabled: false,
          privateNetwork: network,
          sslMode: 'TRUSTED_CLIENT_CERTIFICATE_REQUIRED',
        },
        databaseFlags: Object.entries(engine.flags).map(([name, value]) => ({ name, value })),
        // Backup at 01:00, maintenance on Sunday at 03:00, UTC.
        backupConfiguration: {
          enabled: true,
          startTime: '01:00',
          location: region,
          ...engine.recovery,
          transactionLogRetentionDays: 7,
          backupRetentionSettings: { retentionUnit: 'COUNT', retainedBackups: props.retainedBackups },
        },
        maintenanceWindow: { day: 7, hour: 3, updateTrack: 'stable' },
        insightsConfig: { queryInsightsEnabled: true },
        userLabels: labels,
      },
      // Growth is Google's business once the instance exists; a smaller number here would mean a new, empty one.
      lifecycle: { ignoreChanges: ['settings[0].disk_size'], preventDestroy: deletionProtection },
    });
  }

  /** A database in full Unicode. */
  public addDatabase(id: string, name: string): SqlDatabase {
    const database = new SqlDatabase(this, id, {
      instance: this.instance.name,
      name,
      charset: this.engine.charset,
      collation: this.engine.collation,
      // It would go first, with all that is in it, before the instance refuses to follow.
      lifecycle: { preventDestroy: this.deletionProtection },
    });
    this.databases.push(database);
    return database;
  }

  /** Lets an existing service account log in with its IAM token instead of a password. It starts without privileges. */
  public addIamUser(id: string, email: string): SqlUser {
    const { instance, engine } = this;
    return new SqlUser(this, id, {
      instance: instance.name,
      name: engine.login(email),
      type: 'CLOUD_IAM_SERVICE_ACCOUNT',
    });
  }

  /** A login by password, with the rights of the engine's administrators, that goes with the instance. The password is in no plan and no state. */
  public addAdmin(id: string, name: string, { value, version }: WriteOnly): SqlUser {
    return new SqlUser(this, id, {
      instance: this.instance.name,
      name,
      passwordWo: value,
      passwordWoVersion: version,
      // Roles that it made and gave to others hold it: PostgreSQL refuses to drop it, and a destroy would end there.
      // https://www.postgresql.org/docs/17/sql-droprole.html
      deletionPolicy: 'ABANDON',
    });
  }
}
