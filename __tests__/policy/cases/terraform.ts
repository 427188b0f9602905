import type { Output } from '../../../model/output';
import { type Case, change, output, resource, stack, stackJson } from './make';

/** A resource as it should be, and each of its arguments as it should not. */
function variants(type: string, right: object, wrong: readonly (readonly [string, unknown, RegExp])[]) {
  return {
    good: resource(type, right),
    bad: wrong.map(([path, value, says]): [Output, RegExp] => [resource(type, change(right, path, value)), says]),
  };
}

function rule(id: string, ...made: readonly { good: Output; bad: readonly (readonly [Output, RegExp])[] }[]): Case {
  return { rule: id, good: made.map(({ good }) => good), bad: made.flatMap(({ bad }) => bad) };
}

const stackWith = (path: string, value: unknown) =>
  output({ stacks: { 'sys-production': change(stackJson, path, value) as never } });

const database = {
  database_version: 'MYSQL_8_4',
  deletion_protection: true,
  settings: {
    deletion_protection_enabled: true,
    backup_configuration: { enabled: true, binary_log_enabled: true },
    ip_configuration: { ipv4_enabled: false, ssl_mode: 'ENCRYPTED_ONLY' },
  },
};
const store = {
  deletion_protection_enabled: true,
  transit_encryption_mode: 'SERVER_AUTHENTICATION',
  authorization_mode: 'IAM_AUTH',
};
const everybodyReads = (role: string, labels: object) =>
  stack({
    google_storage_bucket: { it: { labels, force_destroy: true } },
    google_storage_bucket_iam_member: { it: { bucket: '${google_storage_bucket.it.name}', role, member: 'allUsers' } },
  });
const rds = {
  publicly_accessible: false,
  storage_encrypted: true,
  deletion_protection: true,
  backup_retention_period: 7,
};
const firewall = { direction: 'INGRESS', allow: [{ protocol: 'tcp', ports: ['443'] }], source_ranges: ['0.0.0.0/0'] };
const machine = {
  root_block_device: { encrypted: true },
  metadata_options: { http_tokens: 'required', http_put_response_hop_limit: 1 },
};
const vpc = {
  aws_vpc: { it: {} },
  aws_default_security_group: { it: { vpc_id: '${aws_vpc.it.id}' } },
  aws_flow_log: { it: { vpc_id: '${aws_vpc.it.id}' } },
};
const balancer = {
  load_balancer_type: 'application',
  security_groups: ['${aws_security_group.it.id}'],
  access_logs: { enabled: true },
  drop_invalid_header_fields: true,
  enable_deletion_protection: true,
};
const ingressRule = (port: number, more: object = {}) => ({
  aws_security_group: { it: {}, other: {} },
  aws_lb: { it: balancer },
  aws_vpc_security_group_ingress_rule: {
    it: {
      security_group_id: '${aws_security_group.it.id}',
      cidr_ipv4: '0.0.0.0/0',
      ip_protocol: 'tcp',
      from_port: port,
      to_port: port,
      ...more,
    },
  },
});
const bucket = {
  aws_s3_bucket: { it: { force_destroy: false } },
  aws_s3_bucket_server_side_encryption_configuration: { it: { bucket: '${aws_s3_bucket.it.id}' } },
  aws_s3_bucket_public_access_block: {
    it: {
      bucket: '${aws_s3_bucket.it.id}',
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    },
  },
};
const cluster = {
  deletion_protection: true,
  database_encryption: { state: 'ENCRYPTED' },
  workload_identity_config: { workload_pool: 'my-project.svc.id.goog' },
  master_authorized_networks_config: { cidr_blocks: [] },
  enable_shielded_nodes: true,
  private_cluster_config: { enable_private_nodes: true },
};
const autopilot = {
  enable_autopilot: true,
  cluster_autoscaling: { auto_provisioning_defaults: { service_account: 'nodes@x' } },
  master_authorized_networks_config: {},
  private_cluster_config: { enable_private_nodes: true },
};
const nodePool = {
  node_config: { service_account: 'nodes@x', workload_metadata_config: { mode: 'GKE_METADATA' } },
  management: { auto_repair: true, auto_upgrade: true },
};
const statement = (body: object) => JSON.stringify({ Statement: [{ Effect: 'Allow', ...body }] });

/** Who may grant some roles and no others. */
function granter(roles: string) {
  return {
    role: 'roles/resourcemanager.projectIamAdmin',
    member: 'serviceAccount:x',
    condition: {
      expression: `api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly([${roles}])`,
    },
  };
}

export const terraformCases: readonly Case[] = [
  {
    rule: 'stack-settings',
    good: [
      stackWith('x', 1),
      stackWith('terraform.backend', { gcs: { bucket: 'b', prefix: 'p' } }),
      stackWith('terraform.backend', { s3: { bucket: 'b', encrypt: true, use_lockfile: true } }),
    ],
    bad: [
      [stackWith('terraform.required_version', undefined), /no required_version/],
      [stackWith('terraform.backend', undefined), /no backend/],
      [stackWith('terraform.backend.local.path', '/home/me/terraform.tfstate'), /keeps its state at/],
      [stackWith('terraform.backend.local.path', '../../../.terrachart/state/../../x'), /keeps its state at/],
      [stackWith('terraform.backend', { s3: { bucket: 'b', encrypt: true } }), /use_lockfile/],
      [stackWith('terraform.backend', { gcs: { bucket: 'b' } }), /without a prefix/],
    ],
  },
  {
    rule: 'provider-pinned',
    good: [stackWith('x', 1)],
    bad: [
      [stackWith('terraform.required_providers.google.version', '~> 6.0'), /google ~> 6.0/],
      [stackWith('terraform.required_providers.google.version', undefined), /any version/],
    ],
  },
  {
    rule: 'relative-paths',
    good: [resource('local_file', { filename: '../../../.terrachart/x', content: 'see /tmp/x' })],
    bad: [
      [resource('local_file', { filename: '/etc/x' }), /absolute path/],
      [resource('terraform_data', { input: '/home/me/x' }), /path of one machine/],
      [stackWith('locals.file', 'C:\\Users\\me'), /path of one machine/],
    ],
  },
  {
    ...rule(
      'open-ingress',
      variants('google_compute_firewall', firewall, [
        ['allow', [{ protocol: 'tcp', ports: ['22'] }], /at tcp 22/],
        ['allow', [{ protocol: 'tcp', ports: ['80-443'] }], /at tcp 80-443/],
        ['allow', [{ protocol: 'all' }], /every port of all/],
        ['allow', [{ protocol: 'udp', ports: ['443'] }], /at udp 443/],
      ]),
      {
        good: stack(ingressRule(443)),
        bad: [
          [stack(ingressRule(22)), /at tcp 22/],
          [stack(ingressRule(22, { cidr_ipv4: '0.0.0.0/1' })), /at tcp 22/],
          [stack(ingressRule(22, { cidr_ipv4: undefined, cidr_ipv6: '::/0' })), /at tcp 22/],
          [
            stack(ingressRule(443, { security_group_id: '${aws_security_group.other.id}' })),
            /not that of a load balancer/,
          ],
          [stack(ingressRule(443, { ip_protocol: '-1' })), /every port/],
        ],
      },
      {
        good: resource('google_compute_firewall', {
          ...firewall,
          allow: [{ protocol: 'tcp', ports: ['22'] }],
          source_ranges: ['35.235.240.0/20'],
        }),
        bad: [
          [resource('google_compute_firewall', { allow: [{ protocol: 'tcp', ports: ['22'] }] }), /at tcp 22/],
          [
            resource('aws_security_group', {
              ingress: [{ cidr_blocks: ['0.0.0.0/0'], from_port: 22, to_port: 22, protocol: 'tcp' }],
            }),
            /at tcp 22/,
          ],
          [
            resource('aws_security_group_rule', {
              type: 'ingress',
              cidr_blocks: ['0.0.0.0/0'],
              from_port: 0,
              to_port: 0,
              protocol: '-1',
            }),
            /every port/,
          ],
        ],
      },
    ),
  },
  rule(
    'private-network',
    variants('aws_subnet', { map_public_ip_on_launch: false }, [['map_public_ip_on_launch', true, /map_public_ip/]]),
    variants('google_compute_network', { auto_create_subnetworks: false }, [
      ['auto_create_subnetworks', undefined, /auto_create/],
    ]),
    {
      good: stack(vpc),
      bad: [
        [stack({ ...vpc, aws_default_security_group: {} }), /default security group/],
        [stack(change(vpc, 'aws_default_security_group.it.ingress', [{}])), /default security group/],
      ],
    },
  ),
  rule(
    'network-logs',
    variants('google_compute_subnetwork', { log_config: {} }, [['log_config', undefined, /no flow logs/]]),
    variants('google_compute_router_nat', { log_config: { enable: true } }, [
      ['log_config.enable', false, /log_config/],
    ]),
    variants('aws_lb', balancer, [['access_logs', undefined, /access_logs/]]),
    variants('aws_cloudwatch_log_group', { retention_in_days: 30 }, [['retention_in_days', 0, /for ever/]]),
    { good: stack(vpc), bad: [[stack({ ...vpc, aws_flow_log: {} }), /no aws_flow_log/]] },
  ),
  rule(
    'public-database',
    variants('google_sql_database_instance', database, [
      ['settings.ip_configuration.ipv4_enabled', true, /ipv4_enabled is true/],
      ['settings.ip_configuration.ipv4_enabled', undefined, /ipv4_enabled is not set/],
      ['settings.ip_configuration.authorized_networks', [{ value: '0.0.0.0/0' }], /lets 0.0.0.0\/0 in/],
    ]),
    variants('aws_db_instance', rds, [['publicly_accessible', true, /publicly_accessible/]]),
    variants('google_storage_bucket', { public_access_prevention: 'enforced', uniform_bucket_level_access: true }, [
      ['public_access_prevention', 'inherited', /public_access_prevention/],
      ['labels', { 'readable-by': 'everybody' }, /everybody may read/],
    ]),
    {
      good: stack(bucket),
      bad: [
        [stack({ ...bucket, aws_s3_bucket_public_access_block: {} }), /no aws_s3_bucket_public_access_block/],
        [stack(change(bucket, 'aws_s3_bucket_public_access_block.it.block_public_acls', false)), /block_public_acls/],
      ],
    },
  ),
  rule(
    'encryption',
    variants('google_container_cluster', cluster, [['database_encryption', undefined, /ENCRYPTED/]]),
    variants('aws_instance', machine, [
      ['root_block_device.encrypted', undefined, /root_block_device/],
      ['ebs_block_device', [{ encrypted: false }], /encrypted is false/],
    ]),
    variants('aws_ebs_volume', { encrypted: true }, [['encrypted', undefined, /encrypted/]]),
    variants('aws_db_instance', rds, [['storage_encrypted', false, /storage_encrypted/]]),
    {
      good: stack(bucket),
      bad: [[stack({ ...bucket, aws_s3_bucket_server_side_encryption_configuration: {} }), /server_side_encryption/]],
    },
  ),
  rule(
    'deletion-protection',
    variants('google_container_cluster', cluster, [
      ['deletion_protection', undefined, /does not say/],
      ['deletion_protection', false, /is lifted/],
    ]),
    variants('google_sql_database_instance', database, [
      ['deletion_protection', undefined, /does not say/],
      ['settings.deletion_protection_enabled', undefined, /does not say/],
    ]),
    variants('google_kms_crypto_key', { lifecycle: { prevent_destroy: true } }, [
      ['lifecycle', undefined, /does not say/],
      ['lifecycle.prevent_destroy', false, /is lifted/],
    ]),
    variants('google_memorystore_instance', store, [
      ['deletion_protection_enabled', undefined, /does not say/],
      ['deletion_protection_enabled', false, /is lifted/],
    ]),
    variants('google_secret_manager_secret', { deletion_protection: true }, [
      ['deletion_protection', undefined, /does not say/],
    ]),
    variants('aws_lb', balancer, [['enable_deletion_protection', undefined, /does not say/]]),
    variants('aws_s3_bucket', { force_destroy: false }, [['force_destroy', true, /with its content/]]),
  ),
  rule(
    'backups',
    variants('google_sql_database_instance', database, [
      ['settings.backup_configuration.enabled', false, /enabled is false/],
      ['settings.backup_configuration.binary_log_enabled', undefined, /binary_log_enabled/],
      ['database_version', 'POSTGRES_17', /point_in_time_recovery_enabled/],
    ]),
    variants('aws_db_instance', rds, [
      ['backup_retention_period', 0, /no backups/],
      ['skip_final_snapshot', true, /no snapshot/],
    ]),
  ),
  rule(
    'google-iam',
    variants('google_project_iam_member', { role: 'roles/cloudsql.client', member: 'serviceAccount:x' }, [
      ['role', 'roles/editor', /grants roles\/editor/],
      ['role', 'roles/iam.serviceAccountTokenCreator', /on everything/],
      ['member', 'allUsers', /to allUsers/],
    ]),
    { good: everybodyReads('roles/storage.legacyObjectReader', { 'readable-by': 'everybody' }), bad: [] },
    {
      good: resource('google_kms_crypto_key_iam_member', { role: 'roles/cloudkms.viewer', member: 'serviceAccount:x' }),
      bad: [
        [resource('google_project_iam_binding', { role: 'roles/x', members: [] }), /replaces the grants/],
        [everybodyReads('roles/storage.legacyObjectReader', {}), /to allUsers/],
        [everybodyReads('roles/storage.objectViewer', { 'readable-by': 'everybody' }), /to allUsers/],
        [resource('google_storage_bucket_iam_policy', {}), /replaces the grants/],
        [
          resource('google_cloud_run_v2_service_iam_member', { role: 'roles/run.invoker', member: 'allUsers' }),
          /to allUsers/,
        ],
      ],
    },
    variants('google_project_iam_member', granter("'roles/cloudsql.client', 'roles/logging.logWriter'"), [
      ['condition', undefined, /projectIamAdmin on everything/],
      ['condition', granter('').condition, /on everything/],
      ['condition', granter("'roles/owner'").condition, /on everything/],
      ['condition', granter("'roles/cloudsql.client', 'roles/iam.serviceAccountUser'").condition, /on everything/],
      ['role', 'roles/iam.securityAdmin', /on everything/],
    ]),
  ),
  rule(
    'aws-iam',
    variants('aws_iam_role_policy', { policy: statement({ Action: ['s3:PutObject'], Resource: ['arn:x'] }) }, [
      ['policy', statement({ Action: '*', Resource: 'arn:x' }), /every action/],
      ['policy', statement({ Action: ['s3:*'], Resource: '*' }), /s3:\* on every resource/],
      ['policy', statement({ NotAction: ['iam:*'], Resource: 'arn:x' }), /NotAction/],
    ]),
    variants('aws_iam_role', { assume_role_policy: statement({ Principal: { Service: 'ec2.amazonaws.com' } }) }, [
      ['assume_role_policy', statement({ Principal: '*' }), /trusts everybody/],
      ['assume_role_policy', statement({ Principal: { AWS: '*' } }), /trusts everybody/],
      ['assume_role_policy', statement({ Principal: { Federated: 'arn:x' } }), /no Condition/],
    ]),
    variants('aws_iam_role_policy_attachment', { policy_arn: 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore' }, [
      ['policy_arn', 'arn:aws:iam::aws:policy/AdministratorAccess', /AdministratorAccess/],
    ]),
  ),
  {
    rule: 'access-keys',
    good: [stackWith('x', 1)],
    bad: [
      [resource('google_service_account_key', {}), /works for ever/],
      [resource('aws_iam_access_key', {}), /works for ever/],
      [resource('tls_private_key', {}), /in the state/],
      [stackWith('provider.google', [{ credentials: '${file("x")}' }]), /gives google its credentials/],
    ],
  },
  rule(
    'instance-metadata',
    variants('aws_instance', machine, [
      ['metadata_options.http_tokens', 'optional', /http_tokens/],
      ['metadata_options.http_put_response_hop_limit', 2, /hop_limit/],
      ['metadata_options', undefined, /http_tokens is not set/],
    ]),
    variants('google_container_node_pool', nodePool, [
      ['node_config.workload_metadata_config', undefined, /GKE_METADATA/],
    ]),
  ),
  rule(
    'gke',
    variants('google_container_cluster', cluster, [
      ['enable_legacy_abac', true, /enable_legacy_abac/],
      ['workload_identity_config', undefined, /no workload pool/],
      ['master_authorized_networks_config', undefined, /authorized networks/],
      ['master_authorized_networks_config.cidr_blocks', [{ cidr_block: '0.0.0.0/0' }], /reach its API server/],
      ['enable_shielded_nodes', false, /enable_shielded_nodes/],
      ['private_cluster_config.enable_private_nodes', false, /public addresses/],
      ['private_cluster_config', undefined, /public addresses/],
    ]),
    variants('google_container_cluster', autopilot, [
      ['cluster_autoscaling', undefined, /its nodes as the default service account/],
      ['private_cluster_config', undefined, /public addresses/],
      ['enable_autopilot', false, /no workload pool/],
    ]),
    variants('google_container_node_pool', nodePool, [
      ['node_config.service_account', undefined, /default service account/],
      ['management.auto_upgrade', false, /auto_upgrade/],
    ]),
  ),
  rule(
    'tls',
    variants('aws_lb_listener', { protocol: 'HTTPS', ssl_policy: 'ELBSecurityPolicy-TLS13-1-2-2021-06' }, [
      ['ssl_policy', 'ELBSecurityPolicy-2016-08', /negotiates by/],
      ['ssl_policy', undefined, /an old policy/],
    ]),
    variants('aws_lb_listener', { protocol: 'HTTP', default_action: [{ type: 'redirect' }] }, [
      ['default_action', [{ type: 'forward' }], /plain HTTP/],
    ]),
    variants('aws_lb', balancer, [['drop_invalid_header_fields', undefined, /drop_invalid_header_fields/]]),
    variants('google_compute_ssl_policy', { min_tls_version: 'TLS_1_2' }, [['min_tls_version', 'TLS_1_0', /min_tls/]]),
    variants('google_sql_database_instance', database, [
      ['settings.ip_configuration.ssl_mode', 'ALLOW_UNENCRYPTED_AND_ENCRYPTED', /plain connections/],
    ]),
    variants('google_memorystore_instance', store, [
      ['transit_encryption_mode', undefined, /transit_encryption_mode/],
      ['authorization_mode', 'AUTH_DISABLED', /authorization_mode/],
    ]),
  ),
  rule(
    'charts',
    variants('helm_release', { chart: 'oci://quay.io/makers/charts/shop', version: '1.2.3' }, [
      ['version', '1.x', /no exact version: 1\.x/],
      ['version', undefined, /no exact version: any/],
      ['chart', 'oci://registry-1.docker.io/bitnamicharts/redis', /comes from where nobody mends it/],
      ['repository', 'https://charts.bitnami.com/bitnami', /comes from where nobody mends it/],
      ['repository', 'https://kubernetes-charts.storage.googleapis.com', /comes from where nobody mends it/],
      ['set_sensitive', [{ name: 'password', value: 'x' }], /keeps set_sensitive in the state/],
    ]),
  ),
];
