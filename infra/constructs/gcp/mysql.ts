import { SqlDatabase } from '@cdktf/provider-google/lib/sql-database';
import { SqlDatabaseInstance } from '@cdktf/provider-google/lib/sql-database-instance';
import { SqlUser } from '@cdktf/provider-google/lib/sql-user';
import { Construct } from 'constructs';

export interface MysqlProps {
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

/** Cloud SQL for MySQL 8.4, reached through its connectors alone, with point-in-time recovery. */
export class Mysql extends Construct {
  public readonly instance: SqlDatabaseInstance;
  private readonly deletionProtection: boolean;

  constructor(scope: Construct, id: string, props: MysqlProps) {
    super(scope, id);
    const { name, region, network, tier, availability, deletionProtection, labels } = props;
    this.deletionProtection = deletionProtection;
    this.instance = new SqlDatabaseInstance(this, 'Resource', {
      name,
      region,
      databaseVersion: 'MYSQL_8_4',
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
        databaseFlags: [
          { name: 'cloudsql_iam_authentication', value: 'on' },
          // Clients must not read files of the server, nor the server those of clients.
          { name: 'local_infile', value: 'off' },
        ],
        // Backup at 01:00, maintenance on Sunday at 03:00, UTC. The binary log is what point-in-time recovery replays.
        backupConfiguration: {
          enabled: true,
          startTime: '01:00',
          location: region,
          binaryLogEnabled: true,
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

  /** A database in full Unicode, compared as MySQL 8 does by default. */
  public addDatabase(id: string, name: string): SqlDatabase {
    return new SqlDatabase(this, id, {
      instance: this.instance.name,
      name,
      charset: 'utf8mb4',
      collation: 'utf8mb4_0900_ai_ci',
      // It would go first, with all that is in it, before the instance refuses to follow.
      lifecycle: { preventDestroy: this.deletionProtection },
    });
  }

  /**
   * Lets an existing service account log in with its IAM token instead of a password. It starts without privileges.
   * MySQL calls it by the part before the `@`, which is all that fits: the API cuts the address off there,
   * and the provider knows. https://cloud.google.com/sql/docs/mysql/add-manage-iam-users
   */
  public addIamUser(id: string, email: string): SqlUser {
    return new SqlUser(this, id, { instance: this.instance.name, name: email, type: 'CLOUD_IAM_SERVICE_ACCOUNT' });
  }
}
