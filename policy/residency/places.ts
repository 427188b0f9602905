import { at, type Block, list, type TerraformBlock } from '../../model/blocks';
import { regionOf } from '../../model/google';
import type { View } from '../../model/view';

/** Where a resource keeps something: the argument that says so, and what it says. */
export interface Place {
  readonly argument: string;
  /** A region or a zone; `undefined` where nobody says, and the provider chooses. */
  readonly value: unknown;
}

type Places = (body: TerraformBlock, block: Block, view: View) => readonly Place[];

/** What stands at a path; each of it, where there are several. */
const values = (body: TerraformBlock, path: string): Place[] => {
  const found = list<unknown>(at(body, path));
  return found.length === 0
    ? [{ argument: path, value: undefined }]
    : found.map((value) => ({ argument: path, value }));
};

const said =
  (...paths: string[]): Places =>
  (body) =>
    paths.flatMap((path) => values(body, path));

/** Its own argument, or what the provider of the stack says. */
const providers: Places = (_, block, view) => [{ argument: 'region', value: regionOf(block, view) }];

const replicas: Places = (body) => {
  const found = list(at(body, 'replication.user_managed.replicas'));
  return found.length === 0
    ? [{ argument: 'replication', value: undefined }]
    : found.map(({ location }) => ({ argument: 'replication.user_managed.replicas.location', value: location }));
};

/** A bucket in two regions names both. */
const bucket: Places = (body) => {
  const both = 'custom_placement_config.data_locations';
  return values(body, at(body, both) === undefined ? 'location' : both);
};

/** What keeps data at Google, or computes on it, and where; a type that is not here keeps none (`EMPTY`) or is refused. */
export const GOOGLE: Readonly<Record<string, Places>> = {
  google_artifact_registry_repository: said('location'),
  google_bigquery_dataset: said('location'),
  google_cloud_run_v2_job: said('location'),
  google_cloud_run_v2_service: said('location'),
  google_cloud_run_v2_worker_pool: said('location'),
  google_compute_disk: said('zone'),
  google_compute_image: said('storage_locations'),
  google_compute_instance: said('zone'),
  google_compute_region_disk: said('region', 'replica_zones'),
  google_compute_resource_policy: said('snapshot_schedule_policy.snapshot_properties.storage_locations'),
  google_compute_snapshot: said('storage_locations'),
  google_container_cluster: said('location'),
  google_container_node_pool: said('location'),
  google_filestore_instance: said('location'),
  google_gke_backup_backup_plan: said('location'),
  google_gke_backup_restore_plan: said('location'),
  google_kms_key_ring: said('location'),
  google_logging_folder_bucket_config: said('location'),
  google_logging_folder_settings: said('storage_location'),
  google_logging_project_bucket_config: said('location'),
  google_memorystore_instance: said('location'),
  google_pubsub_topic: said('message_storage_policy.allowed_persistence_regions'),
  google_redis_instance: providers,
  google_secret_manager_regional_secret: said('location'),
  google_secret_manager_secret: replicas,
  // Backups are kept in the nearest part of the world otherwise.
  google_sql_database_instance: said('region', 'settings.backup_configuration.location'),
  google_storage_bucket: bucket,
};

/** A code of ISO 3166-2, e.g. `ca-qc`: a tag of a machine says where its server stands. */
const PLACE = /^[a-z]{2}-[a-z0-9]{1,3}$/;

/** What keeps data on servers of one's own. */
export const PROXMOX: Readonly<Record<string, Places>> = {
  proxmox_virtual_environment_vm: (body) => [
    { argument: 'the tag of its place', value: list<string>(body.tags).find((tag) => PLACE.test(tag)) },
  ],
};

/** What keeps data at AWS; all of it is where the provider of the stack is, or where `region` says. */
export const AWS: readonly string[] = [
  'aws_backup_vault',
  'aws_cloudwatch_log_group',
  'aws_db_instance',
  'aws_dynamodb_table',
  'aws_ebs_volume',
  'aws_ecr_repository',
  'aws_efs_file_system',
  'aws_instance',
  'aws_kms_key',
  'aws_rds_cluster',
  'aws_s3_bucket',
  'aws_secretsmanager_secret',
  'aws_sns_topic',
  'aws_sqs_queue',
];

/** What keeps nothing, or what belongs to something above and is where that is. */
export const EMPTY: readonly RegExp[] = [
  /^terraform_data$/,
  // What a chart keeps is in volumes and Secrets of its cluster.
  /^helm_release$/,
  /_iam_member$/,
  /^google_(service_account|project_service|project_iam_audit_config|org_policy_policy)$/,
  /^google_iam_workload_identity_pool(_provider)?$/,
  /^google_compute_(network|subnetwork|firewall|route|router|router_nat|address|global_address|ssl_policy|security_policy)$/,
  /^google_dns_(managed_zone|record_set)$/,
  /^google_kms_crypto_key$/,
  /^google_logging_(metric|project_exclusion)$/,
  /^google_monitoring_(alert_policy|dashboard|notification_channel|uptime_check_config)$/,
  /^google_pubsub_schema$/,
  /^google_secret_manager_secret_version$/,
  /^google_sql_(database|user)$/,
  /^aws_iam_(openid_connect_provider|role|role_policy|policy|role_policy_attachment)$/,
  /^aws_s3_bucket_(public_access_block|ownership_controls|server_side_encryption_configuration|lifecycle_configuration|policy|versioning|object_lock_configuration)$/,
];

/** What leads data elsewhere, and is looked at by a rule of its own. */
export const LEADS: readonly string[] = ['google_logging_project_sink', 'google_pubsub_subscription'];
