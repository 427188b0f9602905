import { block, type Case, forget, GOOGLE, make, rename, told } from './changes';

const google = (address: string, path: string, value?: unknown) => block(GOOGLE, address, path, value);

export const googleCases: readonly Case[] = [
  told(
    'a database in another region',
    google('google_sql_database_instance.db', 'region', 'europe-west4'),
    'refused by Terraform',
    'data',
  ),
  told(
    'a database without protection',
    google('google_sql_database_instance.db', 'deletion_protection', false),
    'update in place',
    'data',
  ),
  told(
    'fewer backups',
    google(
      'google_sql_database_instance.db',
      'settings.backup_configuration.backup_retention_settings.retained_backups',
      7,
    ),
    'update in place',
    'data',
  ),
  told(
    'no backups',
    google('google_sql_database_instance.db', 'settings.backup_configuration.enabled', false),
    'update in place',
    'data',
  ),
  told(
    'no word about backups',
    google('google_sql_database_instance.db', 'settings.backup_configuration'),
    'update in place',
    'data',
  ),
  told(
    'another account of nodes, where none was named',
    google('google_container_node_pool.pool', 'node_config', {
      machine_type: 'e2-standard-2',
      service_account: 'nodes',
    }),
    'replace',
    'interruption',
  ),
  told(
    'a larger database',
    google('google_sql_database_instance.db', 'settings.tier', 'db-custom-4-15360'),
    'update in place',
    'interruption',
  ),
  told(
    'a database on other disks',
    google('google_sql_database_instance.db', 'settings.disk_type', 'PD_HDD'),
    'refused by Terraform',
    'data',
  ),
  told(
    'a smaller disk of a database',
    google('google_sql_database_instance.db', 'settings.disk_size', 50),
    'refused by Terraform',
    'data',
  ),
  told(
    'a larger disk of a database',
    google('google_sql_database_instance.db', 'settings.disk_size', 200),
    'update in place',
    'money',
  ),
  told(
    'a smaller subnet',
    google('google_compute_subnetwork.nodes', 'ip_cidr_range', '10.0.0.0/24'),
    'replace',
    'interruption',
  ),
  told('a larger subnet', google('google_compute_subnetwork.nodes', 'ip_cidr_range', '10.0.0.0/16'), 'update in place'),
  told(
    'a database with a public address',
    google('google_sql_database_instance.db', 'settings.ip_configuration.ipv4_enabled', true),
    'update in place',
    'doors',
  ),
  told(
    'a database without TLS',
    google('google_sql_database_instance.db', 'settings.ip_configuration.ssl_mode', 'ALLOW_UNENCRYPTED_AND_ENCRYPTED'),
    'update in place',
    'doors',
  ),
  told('no database', forget(GOOGLE, 'google_sql_database_instance.db'), 'delete', 'data'),
  told('a bucket elsewhere', google('google_storage_bucket.files', 'location', 'US'), 'replace', 'data'),
  told(
    'a bucket without versions',
    google('google_storage_bucket.files', 'versioning.enabled', false),
    'update in place',
    'data',
  ),
  told(
    'a bucket that may be public',
    google('google_storage_bucket.files', 'public_access_prevention', 'inherited'),
    'update in place',
    'doors',
  ),
  told('another key', google('google_kms_crypto_key.key', 'name', 'other'), 'replace', 'data'),
  told(
    'another name for a block',
    rename(GOOGLE, 'google_kms_crypto_key.key', 'google_kms_crypto_key.other'),
    'replace',
    'data',
  ),
  told(
    'a firewall for everybody',
    google('google_compute_firewall.web', 'source_ranges', ['0.0.0.0/0']),
    'update in place',
    'doors',
  ),
  told(
    'a port more',
    google('google_compute_firewall.web', 'allow', [{ protocol: 'tcp', ports: ['443', '22'] }]),
    'update in place',
    'doors',
  ),
  told(
    'a firewall more',
    make(GOOGLE, 'google_compute_firewall.ssh', {
      name: 'ssh',
      direction: 'INGRESS',
      source_ranges: ['10.0.0.0/8'],
    }),
    'create',
    'doors',
  ),
  told('a larger right', google('google_project_iam_member.viewer', 'role', 'roles/owner'), 'replace', 'doors'),
  told(
    'a right for everybody',
    make(GOOGLE, 'google_project_iam_member.all', { role: 'roles/viewer', member: 'allUsers' }),
    'create',
    'doors',
  ),
  told(
    'larger nodes',
    google('google_container_node_pool.pool', 'node_config.machine_type', 'e2-standard-8'),
    'update in place',
    'money',
  ),
  told(
    'nodes that may be taken away',
    google('google_container_node_pool.pool', 'node_config.spot', true),
    'replace',
    'interruption',
  ),
  told('another address', google('google_compute_address.nat', 'region', 'europe-west4'), 'replace', 'interruption'),
  told(
    'logs for less time',
    google('google_logging_project_bucket_config.logs', 'retention_days', 30),
    'update in place',
    'data',
  ),
  told(
    'a service for everybody',
    google('google_cloud_run_v2_service.api', 'ingress', 'INGRESS_TRAFFIC_ALL'),
    'update in place',
    'doors',
  ),
  told(
    'more instances',
    google('google_cloud_run_v2_service.api', 'template.scaling.max_instance_count', 50),
    'update in place',
    'money',
  ),
  told('a type that nobody wrote down', google('google_unheard_of.thing', 'name', 'other'), 'unknown'),
];
