import { PUBLIC_BUCKET } from '../../config/google/public-bucket';
import { at, type Block, list, type TerraformBlock } from '../../model/blocks';
import type { View } from '../../model/view';
import type { Rule } from '../rule';
import { demand, each, type Problem, resourceRule } from './resource-rule';

const publicDatabase = resourceRule(
  {
    id: 'public-database',
    protects: 'Nobody outside the network reaches a database or a bucket.',
    mend: 'Give the database a private address only; block public access to buckets.',
    link: 'https://cloud.google.com/sql/docs/mysql/private-ip',
  },
  {
    google_sql_database_instance: (body) => [
      ...demand(body, { 'settings.ip_configuration.ipv4_enabled': false }),
      ...list(at(body, 'settings.ip_configuration.authorized_networks')).map(
        ({ value }) => `lets ${value} in from outside (authorized_networks)`,
      ),
    ],
    ...each(['aws_db_instance', 'aws_rds_cluster_instance'], (body) => demand(body, { publicly_accessible: false })),
    google_storage_bucket: (body) => [
      ...demand(body, { uniform_bucket_level_access: true }),
      ...(isPublicByWord(body)
        ? [{ detail: 'everybody may read what is in it, as its label says', severity: 'warning' as const }]
        : demand(body, { public_access_prevention: 'enforced' })),
    ],
    aws_s3_bucket: (_, bucket, view) => {
      const [block] = beside(view, bucket, 'aws_s3_bucket_public_access_block');
      if (!block) return ['has no aws_s3_bucket_public_access_block'];
      return demand(block.body, {
        block_public_acls: true,
        block_public_policy: true,
        ignore_public_acls: true,
        restrict_public_buckets: true,
      });
    },
  },
);

/** A bucket that says in as many words that everybody may read its objects; one without the word is a slip. */
export function isPublicByWord({ labels }: TerraformBlock): boolean {
  return (labels as TerraformBlock | undefined)?.[PUBLIC_BUCKET.label] === PUBLIC_BUCKET.value;
}

/** Settings of a bucket, which are resources of their own. */
function beside(view: View, bucket: Block, type: string): Block[] {
  return view.resources(type).filter((setting) => view.source(setting, setting.body.bucket) === bucket);
}

const encryption = resourceRule(
  {
    id: 'encryption',
    protects: 'Who carries a disk or a backup away reads nothing.',
    mend: 'Turn encryption on; most services do not turn it on later without a new resource.',
    link: 'https://cloud.google.com/kubernetes-engine/docs/how-to/encrypting-secrets',
  },
  {
    google_container_cluster: (body) => demand(body, { 'database_encryption.state': 'ENCRYPTED' }),
    ...each(['aws_instance', 'aws_launch_template'], (body, { type }) => [
      ...(type === 'aws_instance' ? demand(body, { 'root_block_device.encrypted': true }) : []),
      ...list(body.ebs_block_device).flatMap((disk) => demand(disk, { encrypted: true })),
      ...list(body.block_device_mappings).flatMap((disk) => demand(disk, { 'ebs.encrypted': true })),
    ]),
    ...each(['aws_ebs_volume', 'aws_efs_file_system'], (body) => demand(body, { encrypted: true })),
    ...each(['aws_db_instance', 'aws_rds_cluster'], (body) => demand(body, { storage_encrypted: true })),
    aws_s3_bucket: (_, bucket, view) =>
      beside(view, bucket, 'aws_s3_bucket_server_side_encryption_configuration').length > 0
        ? []
        : ['has no aws_s3_bucket_server_side_encryption_configuration'],
  },
);

/**
 * A protection that is switched off in as many words is a decision, which the configuration takes before a
 * `cdktf destroy`: it is pointed out. One that nobody thought of is an error.
 */
function protection(body: TerraformBlock, ...paths: string[]): Problem[] {
  return paths.flatMap((path): Problem[] => {
    const value = at(body, path);
    if (value === true) return [];
    if (value === false) return [{ detail: `can be destroyed: ${path} is lifted`, severity: 'warning' }];
    return [`does not say ${path}: true, or false where it may be destroyed`];
  });
}

const deletionProtection = resourceRule(
  {
    id: 'deletion-protection',
    protects: 'A typing error, or a renamed resource, does not delete data.',
    mend: 'Set it from the deletionProtection of the configuration, and say there that it is lifted.',
    link: 'https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#prevent_destroy',
  },
  {
    google_container_cluster: (body) => protection(body, 'deletion_protection'),
    google_sql_database_instance: (body) =>
      protection(body, 'deletion_protection', 'settings.deletion_protection_enabled'),
    google_kms_crypto_key: (body) => protection(body, 'lifecycle.prevent_destroy'),
    google_memorystore_instance: (body) => protection(body, 'deletion_protection_enabled'),
    google_secret_manager_secret: (body) => protection(body, 'deletion_protection'),
    ...each(['aws_db_instance', 'aws_rds_cluster'], (body) => protection(body, 'deletion_protection')),
    aws_dynamodb_table: (body) => protection(body, 'deletion_protection_enabled'),
    aws_lb: (body) => protection(body, 'enable_deletion_protection'),
    ...each(['aws_s3_bucket', 'google_storage_bucket'], (body): Problem[] =>
      body.force_destroy === true
        ? [{ detail: 'can be destroyed with its content: force_destroy is set', severity: 'warning' }]
        : [],
    ),
  },
);

const backups = resourceRule(
  {
    id: 'backups',
    protects: 'A mistake or a fault costs minutes of data, not all of it.',
    mend: 'Turn on backups, and the log that brings a database back to a point in time.',
    link: 'https://cloud.google.com/sql/docs/mysql/backup-recovery/pitr',
  },
  {
    google_sql_database_instance: (body) => {
      // A replica has the backups of its primary.
      if (body.master_instance_name) return [];
      const backup = 'settings.backup_configuration';
      const log = String(body.database_version).startsWith('MYSQL')
        ? 'binary_log_enabled'
        : 'point_in_time_recovery_enabled';
      return demand(body, { [`${backup}.enabled`]: true, [`${backup}.${log}`]: true });
    },
    ...each(['aws_db_instance', 'aws_rds_cluster'], (body) => [
      ...(Number(body.backup_retention_period) >= 1 ? [] : ['keeps no backups (backup_retention_period)']),
      ...(body.skip_final_snapshot === true ? ['takes no snapshot before it is deleted (skip_final_snapshot)'] : []),
    ]),
    aws_dynamodb_table: (body) => demand(body, { 'point_in_time_recovery.enabled': true }),
  },
);

export const dataRules: readonly Rule[] = [publicDatabase, encryption, deletionProtection, backups];
