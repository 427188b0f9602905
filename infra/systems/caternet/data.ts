import { DataGoogleLoggingProjectCmekSettings } from '@cdktf/provider-google/lib/data-google-logging-project-cmek-settings';
import { DataGoogleProject } from '@cdktf/provider-google/lib/data-google-project';
import { DataGoogleStorageProjectServiceAccount } from '@cdktf/provider-google/lib/data-google-storage-project-service-account';
import type { App } from 'cdktf';
import { type CloudIdentity, canada, google, type OnAutopilotConfig, serviceAccounts } from '../../../config/caternet';
import { serviceAgent } from '../../../config/google/names';
import type { Target } from '../../../config/system';
import { AuditLogs } from '../../constructs/gcp/audit-logs';
import { DockerRepository } from '../../constructs/gcp/docker-repository';
import { KeyRing, type UsableKey } from '../../constructs/gcp/key-ring';
import { Alerts } from '../../constructs/gcp/monitoring/alerts';
import { DefaultSink } from '../../constructs/gcp/monitoring/default-sink';
import { Logs } from '../../constructs/gcp/monitoring/logs';
import { PrivateBucket } from '../../constructs/gcp/private-bucket';
import { ServiceAccount } from '../../constructs/gcp/service-account';
import { GoogleStack } from '../../constructs/gcp/stack';
import { idOf } from '../../constructs/ids';
import { busAlerts } from './alerts';
import { Bus } from './bus';

/** Services whose reads and writes of data are written down. */
const audited = {
  artifactregistry: 'artifactregistry.googleapis.com',
  cloudkms: 'cloudkms.googleapis.com',
  gkebackup: 'gkebackup.googleapis.com',
  iam: 'iam.googleapis.com',
  pubsub: 'pubsub.googleapis.com',
  storage: 'storage.googleapis.com',
  sts: 'sts.googleapis.com',
};

const { names } = google;

/** What must outlive the cluster: keys, bus, images, copies, logs, and the accounts that may use them. */
export class DataStack extends GoogleStack {
  private readonly config: OnAutopilotConfig;
  private readonly deletionProtection: boolean;
  private readonly accounts: Readonly<Record<CloudIdentity, ServiceAccount>>;
  /** A key of the region where what it encrypts is. */
  private readonly key: (region: string, key: google.Key) => UsableKey;

  constructor(app: App, target: Target<OnAutopilotConfig>) {
    super(app, target, { part: 'data', ...target.config.gcp });
    this.config = target.config;
    const { projectId: project, region, cluster, alerts } = target.config.gcp;
    this.deletionProtection = cluster.deletionProtection;
    const { number: projectNumber } = new DataGoogleProject(this, 'project', { projectId: project });
    this.key = this.addKeys(projectNumber);
    this.accounts = this.addAccounts();

    new Bus(this, 'bus', {
      ...target.config,
      projectNumber,
      key: this.key(region, 'bus'),
      deletionProtection: this.deletionProtection,
      accounts: this.accounts,
    });
    new DockerRepository(this, 'images', {
      name: names.repository,
      region,
      description: 'Images of the three services, and of what makes copies.',
      scanned: true,
      key: this.key(region, 'registry'),
      deletionProtection: this.deletionProtection,
    });
    this.addBackups();
    this.addLogs();
    new AuditLogs(this, 'audit', project, audited);
    const told = new Alerts(this, 'alerts', alerts.emails);
    for (const [id, alert] of Object.entries(busAlerts)) told.add(id, alert);
    this.publish('registry_url', 'Where to push the images.', google.registry(target.config.gcp));
  }

  /** The same in both regions: when one is lost, the other has what it needs. */
  private addKeys(projectNumber: string) {
    const { projectId, keys } = this.config.gcp;
    const storage = new DataGoogleStorageProjectServiceAccount(this, 'storage');
    const logging = new DataGoogleLoggingProjectCmekSettings(this, 'logging', { project: projectId });
    const agent = (service: Parameters<typeof serviceAgent>[1]) => serviceAgent(projectNumber, service);
    const users: Record<google.Key, string[]> = {
      cluster: [agent('gke')],
      disks: [agent('compute')],
      bus: [agent('pubsub')],
      backups: [storage.member, agent('backupForGke')],
      registry: [agent('artifactRegistry')],
      logs: [`serviceAccount:${logging.serviceAccountId}`],
    };
    const rings = Object.entries(canada.google).map(([city, region]) => {
      const { deletionProtection } = this;
      return [
        region,
        new KeyRing(this, `keys_${city}`, { name: keys.ring, region, keys: users, deletionProtection }),
      ] as const;
    });
    return (region: string, key: google.Key) => (Object.fromEntries(rings)[region] as KeyRing<google.Key>).key(key);
  }

  /** They stand here because a cluster that is made anew then finds their rights as they were. */
  private addAccounts(): Record<CloudIdentity, ServiceAccount> {
    const { projectId: project } = this.config.gcp;
    const add = (actor: CloudIdentity) =>
      new ServiceAccount(this, idOf(actor), {
        accountId: google.accountId(actor),
        displayName: `${actor}, in the cluster`,
      });
    const all = Object.keys(serviceAccounts) as CloudIdentity[];
    const accounts = Object.fromEntries(all.map((actor) => [actor, add(actor)])) as Record<
      CloudIdentity,
      ServiceAccount
    >;
    accounts['bus-exporter'].grant('metrics', { project, role: 'roles/monitoring.viewer' });
    return accounts;
  }

  /** In the other region. Whoever takes over the cluster can add copies, and neither change nor delete one. */
  private addBackups(): void {
    const { gcp, recovery } = this.config;
    const { recoveryRegion: region, backups } = gcp;
    const props = {
      region,
      key: this.key(region, 'backups'),
      dataClass: 'personal' as const,
      deletionProtection: this.deletionProtection,
    };
    const { days, locked } = { days: backups.retentionDays, locked: backups.lock !== 'off' };

    const mongodb = new PrivateBucket(this, 'mongodb_copies', {
      ...props,
      name: google.backupBucket(gcp, 'mongodb'),
      keeps: { kind: 'refused', days, locked },
      expiryDays: recovery.mongodb.retainedDays,
    });
    mongodb.grant('add', 'roles/storage.objectCreator', this.accounts['mongodb-backup'].member);
    mongodb.grant('read', 'roles/storage.objectViewer', this.accounts['mongodb-backup'].member);
    mongodb.grant('try', 'roles/storage.objectViewer', this.accounts['restore-test'].member);

    const search = new PrivateBucket(this, 'search_copies', {
      ...props,
      name: google.backupBucket(gcp, 'search'),
      keeps: { kind: 'undone', days },
    });
    search.grant('write', 'roles/storage.objectUser', this.accounts['search-backup'].member);
  }

  private addLogs(): void {
    const { projectId, region, logDays: days } = this.config.gcp;
    const logs = new Logs(this, 'logs', {
      name: names.logBucket,
      description: 'Everything that is logged, by the traps too.',
      projectId,
      region,
      days,
      key: this.key(region, 'logs'),
      deletionProtection: this.deletionProtection,
    });
    new DefaultSink(this, 'all_logs', { bucket: logs.id });
  }
}
