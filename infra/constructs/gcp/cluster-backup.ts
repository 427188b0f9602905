import type { ContainerCluster } from '@cdktf/provider-google/lib/container-cluster';
import { GkeBackupBackupPlan } from '@cdktf/provider-google/lib/gke-backup-backup-plan';
import { GkeBackupRestorePlan } from '@cdktf/provider-google/lib/gke-backup-restore-plan';
import { Construct } from 'constructs';

export interface ClusterBackupProps {
  readonly cluster: ContainerCluster;
  /** Names of the plans. */
  readonly backupPlan: string;
  readonly restorePlan: string;
  /** Where the cluster is, and where a restore finds one; copies are kept in `region`. */
  readonly clusterRegion: string;
  readonly region: string;
  /** Id of the key of Cloud KMS that encrypts the objects of a copy, in `region`; volumes have that of their disk. */
  readonly key: string;
  /** How much may be lost; 60 at least. */
  readonly rpoMinutes: number;
  readonly retainedDays: number;
  /** For so long nobody deletes a copy; at most 90, and not longer than it is kept. */
  readonly undeletableDays: number;
  /** Whether nobody can ever make this plan keep less. It cannot be undone. */
  readonly locked: boolean;
  readonly deletionProtection: boolean;
}

/** Copies of a whole cluster, objects with Secrets and volumes, in another region, and how they come back. */
export class ClusterBackup extends Construct {
  constructor(scope: Construct, id: string, props: ClusterBackupProps) {
    super(scope, id);
    const plan = new GkeBackupBackupPlan(this, 'Resource', {
      name: props.backupPlan,
      location: props.region,
      cluster: props.cluster.id,
      description: 'Everything in the cluster, kept in another region.',
      backupConfig: {
        allNamespaces: true,
        includeSecrets: true,
        includeVolumeData: true,
        encryptionKey: { gcpKmsEncryptionKey: props.key },
      },
      backupSchedule: { rpoConfig: { targetRpoMinutes: props.rpoMinutes } },
      retentionPolicy: {
        backupRetainDays: props.retainedDays,
        backupDeleteLockDays: props.undeletableDays,
        locked: props.locked,
      },
      lifecycle: { preventDestroy: props.deletionProtection },
    });
    // It may only restore into a cluster of its own region.
    // https://cloud.google.com/kubernetes-engine/docs/add-on/backup-for-gke/reference/rest/v1/projects.locations.restorePlans
    new GkeBackupRestorePlan(this, 'restore', {
      name: props.restorePlan,
      location: props.clusterRegion,
      backupPlan: plan.id,
      cluster: props.cluster.id,
      description: 'Into the cluster as it is: what is there stays, and a restore that meets it fails.',
      restoreConfig: {
        allNamespaces: true,
        namespacedResourceRestoreMode: 'FAIL_ON_CONFLICT',
        volumeDataRestorePolicy: 'RESTORE_VOLUME_DATA_FROM_BACKUP',
        clusterResourceRestoreScope: { allGroupKinds: true },
        clusterResourceConflictPolicy: 'USE_EXISTING_VERSION',
      },
    });
  }
}
