import { type Case, resource, stack } from './make';

const held = (yes: boolean) => ({ lifecycle: { prevent_destroy: yes } });

/** A resource that its cloud protects by an argument. */
const byArgument = [
  ['aws_db_instance', 'deletion_protection'],
  ['aws_dynamodb_table', 'deletion_protection_enabled'],
  ['aws_instance', 'disable_api_termination'],
  ['aws_lb', 'enable_deletion_protection'],
  ['aws_rds_cluster', 'deletion_protection'],
  ['google_container_cluster', 'deletion_protection'],
  ['google_memorystore_instance', 'deletion_protection_enabled'],
  ['google_secret_manager_secret', 'deletion_protection'],
  ['google_sql_database_instance', 'deletion_protection'],
  ['proxmox_virtual_environment_vm', 'protection'],
] as const;
const decided = [
  'aws_vpc',
  'google_artifact_registry_repository',
  'google_compute_network',
  'google_gke_backup_backup_plan',
  'google_logging_project_bucket_config',
  'google_pubsub_subscription',
  'google_pubsub_topic',
];
const buckets = ['aws_s3_bucket', 'google_storage_bucket'];

const sql = (instance: boolean, database: boolean) =>
  stack({
    google_sql_database_instance: { it: { deletion_protection: instance, ...held(instance) } },
    google_sql_database: { app: { instance: '${google_sql_database_instance.it.name}', ...held(database) } },
  });

export const destructionCases: readonly Case[] = [
  {
    rule: 'refused-at-plan',
    good: [
      ...byArgument.flatMap(([type, argument]) => [
        resource(type, { [argument]: true, ...held(true) }),
        resource(type, { [argument]: false, ...held(false) }),
        // A worker: nothing protects it.
        resource(type, { [argument]: false }),
      ]),
      ...decided.flatMap((type) => [resource(type, held(true)), resource(type, held(false))]),
      ...buckets.flatMap((type) => [
        resource(type, { force_destroy: false, ...held(true) }),
        resource(type, { force_destroy: true, ...held(false) }),
      ]),
      sql(true, true),
      sql(false, false),
    ],
    bad: [
      ...byArgument.flatMap(
        ([type, argument]) =>
          [
            [resource(type, { [argument]: true }), new RegExp(`protected \\(${argument}: true\\), but a plan`)],
            [resource(type, { [argument]: true, ...held(false) }), /a plan that destroys it passes/],
            [resource(type, { [argument]: false, ...held(true) }), /prevent_destroy still refuses it/],
          ] as const,
      ),
      ...decided.map((type) => [resource(type, {}), /does not say lifecycle\.prevent_destroy/] as const),
      ...buckets.flatMap(
        (type) =>
          [
            [resource(type, {}), /force_destroy: not set.*a plan that destroys it passes/],
            [resource(type, { force_destroy: true, ...held(true) }), /still refuses it/],
          ] as const,
      ),
      // The database with all its data would go before the instance refuses.
      [sql(true, false), /google_sql_database\.app is protected \(google_sql_database_instance\.it\)/],
      [sql(false, true), /google_sql_database\.app can be destroyed/],
    ],
  },
  {
    rule: 'replaceable',
    good: [
      resource('google_container_node_pool', held(false)),
      resource('aws_lb_listener', {}),
      resource('aws_lb', held(true)),
    ],
    bad: [
      'google_container_node_pool',
      'google_compute_firewall',
      'aws_vpc_security_group_ingress_rule',
      'aws_lb_listener',
      'aws_lb_target_group',
      'aws_lb_target_group_attachment',
      'google_kms_crypto_key_iam_member',
    ].map((type) => [resource(type, held(true)), /cannot be replaced/] as const),
  },
];
