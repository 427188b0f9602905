/** What resources of Terraform are to their users, by type. A type that stands nowhere holds nothing, serves nobody and costs nothing. */

/** They hold what no synth brings back. */
export const holders = new Set([
  ...['google_artifact_registry_repository', 'google_compute_disk', 'google_container_cluster'],
  ...['google_gke_backup_backup_plan', 'google_kms_crypto_key', 'google_kms_key_ring'],
  ...['google_logging_project_bucket_config', 'google_memorystore_instance'],
  ...['google_pubsub_subscription', 'google_pubsub_topic'],
  ...['google_secret_manager_secret', 'google_secret_manager_secret_version'],
  ...['google_sql_database', 'google_sql_database_instance', 'google_storage_bucket'],
  ...['aws_cloudwatch_log_group', 'aws_db_instance', 'aws_dynamodb_table', 'aws_ebs_volume', 'aws_efs_file_system'],
  ...['aws_instance', 'aws_kms_key', 'aws_s3_bucket', 'aws_s3_bucket_object_lock_configuration'],
  ...['aws_s3_bucket_versioning', 'helm_release', 'proxmox_virtual_environment_vm'],
  ...['random_password', 'tls_private_key'],
]);

/** Without them nobody is served. */
export const serving = new Set([
  ...['google_certificate_manager_certificate', 'google_certificate_manager_certificate_map'],
  ...['google_certificate_manager_certificate_map_entry', 'google_certificate_manager_dns_authorization'],
  ...['google_cloud_run_v2_job', 'google_cloud_run_v2_service', 'google_cloud_run_v2_worker_pool'],
  ...['google_compute_address', 'google_compute_backend_service', 'google_compute_forwarding_rule'],
  ...['google_compute_global_address', 'google_compute_global_forwarding_rule', 'google_compute_network'],
  ...['google_compute_region_network_endpoint_group', 'google_compute_router_nat', 'google_compute_subnetwork'],
  ...['google_compute_target_http_proxy', 'google_compute_target_https_proxy', 'google_compute_url_map'],
  ...['google_container_cluster', 'google_container_node_pool', 'google_dns_record_set', 'google_memorystore_instance'],
  ...['google_service_networking_connection', 'google_sql_database_instance'],
  ...['aws_eip', 'aws_instance', 'aws_internet_gateway', 'aws_lb', 'aws_lb_listener', 'aws_lb_target_group'],
  ...['aws_nat_gateway', 'aws_route', 'aws_subnet', 'aws_vpc'],
  ...['helm_release', 'proxmox_virtual_environment_vm'],
]);

/** What is changed in place, and yet takes whom it serves away for minutes: by type, the beginnings of paths. */
export const restarting: Readonly<Record<string, readonly string[]>> = {
  // https://cloud.google.com/sql/docs/postgres/instance-settings#impact
  google_sql_database_instance: ['settings.tier', 'settings.edition', 'settings.database_flags', 'database_version'],
  // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-resize.html
  aws_instance: ['instance_type', 'user_data', 'user_data_base64'],
  // `reboot_after_update` is true unless it is said.
  proxmox_virtual_environment_vm: ['cpu', 'memory', 'network_device'],
};

/** They cost something while they stand. */
export const costly = new Set([
  ...['google_cloud_run_v2_worker_pool', 'google_compute_disk', 'google_compute_global_forwarding_rule'],
  ...['google_compute_instance', 'google_compute_router_nat', 'google_container_cluster', 'google_container_node_pool'],
  ...['google_gke_backup_backup_plan', 'google_memorystore_instance', 'google_sql_database_instance'],
  ...['aws_db_instance', 'aws_eip', 'aws_instance', 'aws_lb', 'aws_nat_gateway'],
  'proxmox_virtual_environment_vm',
]);

/** They let traffic in. */
export const firewalls = new Set([
  ...['google_compute_firewall', 'aws_security_group_rule', 'aws_vpc_security_group_ingress_rule'],
]);

/** They give somebody a right: a role to a member, or what a role may do. */
export function givesRights(type: string): boolean {
  return /_iam_(member|binding|policy)$/.test(type) || rights.has(type);
}

const rights = new Set([
  'aws_iam_policy',
  'aws_iam_role_policy',
  'aws_iam_role_policy_attachment',
  'aws_s3_bucket_policy',
]);
