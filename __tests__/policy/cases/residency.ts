import type { Output } from '../../../model/output';
import { type Case, change, clusterScoped, deployment, object, objects, output, stackJson } from './make';

/** Canada's regions in the cases; `sys` demands them. */
const residency = {
  sys: {
    place: 'Canada',
    regions: {
      google: ['northamerica-northeast1', 'northamerica-northeast2'],
      aws: ['ca-central-1'],
      proxmox: ['ca-on', 'ca-qc'],
    },
    locations: ['in:canada-locations'],
    elsewhere: { google_cloud_run_v2_worker_pool: 'Keeps nothing.' },
  },
};

const demanded = (made: Output): Output => ({ ...made, residency });

type Blocks = Readonly<Record<string, Readonly<Record<string, object>>>>;

const project = (location: string) => ({
  terraform: stackJson.terraform,
  provider: { google: [{ project: 'my-project', region: location }], aws: [{ region: location }] },
});

const stack = (resource: Blocks, data: Blocks = {}, region = 'northamerica-northeast1') =>
  demanded(output({ stacks: { 'sys-production-data': { ...project(region), resource, data } as never } }));

const only = (type: string, body: object, region?: string) => stack({ [type]: { it: body } }, {}, region);

const zone = 'northamerica-northeast1-a';
const home = 'northamerica-northeast1';

/** What keeps data at Google, as it should be, and the arguments that say where. */
const located: readonly (readonly [type: string, body: object, paths: readonly string[]])[] = [
  ['google_artifact_registry_repository', { location: home }, ['location']],
  ['google_bigquery_dataset', { location: home }, ['location']],
  ['google_cloud_run_v2_job', { location: home }, ['location']],
  ['google_cloud_run_v2_service', { location: home }, ['location']],
  ['google_compute_disk', { zone }, ['zone']],
  ['google_compute_image', { storage_locations: [home] }, ['storage_locations']],
  ['google_compute_instance', { zone }, ['zone']],
  ['google_compute_region_disk', { region: home, replica_zones: [zone] }, ['region', 'replica_zones']],
  [
    'google_compute_resource_policy',
    { snapshot_schedule_policy: { snapshot_properties: { storage_locations: [home] } } },
    ['snapshot_schedule_policy.snapshot_properties.storage_locations'],
  ],
  ['google_compute_snapshot', { storage_locations: [home] }, ['storage_locations']],
  ['google_container_cluster', { location: home }, ['location']],
  ['google_container_node_pool', { location: home }, ['location']],
  ['google_filestore_instance', { location: zone }, ['location']],
  ['google_gke_backup_backup_plan', { location: home }, ['location']],
  ['google_gke_backup_restore_plan', { location: home }, ['location']],
  ['google_kms_key_ring', { location: home }, ['location']],
  ['google_logging_folder_bucket_config', { location: home }, ['location']],
  ['google_logging_folder_settings', { storage_location: home }, ['storage_location']],
  ['google_logging_project_bucket_config', { location: home }, ['location']],
  ['google_memorystore_instance', { location: home }, ['location']],
  [
    'google_pubsub_topic',
    { message_storage_policy: { allowed_persistence_regions: [home] } },
    ['message_storage_policy.allowed_persistence_regions'],
  ],
  ['google_secret_manager_regional_secret', { location: home }, ['location']],
  [
    'google_sql_database_instance',
    { region: home, settings: { backup_configuration: { location: home } } },
    ['region', 'settings.backup_configuration.location'],
  ],
  ['google_storage_bucket', { location: 'NORTHAMERICA-NORTHEAST1' }, ['location']],
];

const kept = [
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

const secret = (location: string) => ({ replication: { user_managed: { replicas: [{ location }] } } });
const placed = (...data_locations: string[]) => ({ location: 'CA', custom_placement_config: { data_locations } });
const pool = (template: object) => ({ location: 'us-east4', template: { containers: [{}], ...template } });
const sink = (destination: string) => ({ name: 'logs', destination });

const policy = (...allowed_values: string[]) => ({
  name: 'projects/my-project/policies/gcp.resourceLocations',
  spec: { rules: [{ values: { allowed_values } }] },
});
const defaults = { google_logging_project_sink: { it: { name: '_Default', destination: 'x' } } };
const settled = (resource: Blocks, ...allowed: string[]) =>
  stack({ google_org_policy_policy: { it: policy(...allowed) }, ...defaults, ...resource });
const trap = { google_cloud_run_v2_worker_pool: { it: { location: 'us-east4' } } };

const withState = (backend: object, data: Blocks = {}) => {
  const made = stack({}, data);
  const [json] = Object.values(made.stacks);
  return { ...made, stacks: { 'sys-production-data': change(json as object, 'terraform.backend', backend) as never } };
};
const lookedAt = (condition: string) => ({
  google_storage_bucket: { states: { name: 'states', lifecycle: { postcondition: [{ condition }] } } },
});
const inside = '${contains(["northamerica-northeast1","northamerica-northeast2"], lower(self.location))}';

const topic = (dataClass: string, enforce_in_transit?: boolean) =>
  only('google_pubsub_topic', {
    labels: { 'data-class': dataClass },
    message_storage_policy: { allowed_persistence_regions: [home], enforce_in_transit },
  });

const disks = (body: object) =>
  demanded(objects({ ...clusterScoped('StorageClass', 'sys', { provisioner: 'pd.csi.storage.gke.io' }), ...body }));
const zones = (...values: string[]) => ({
  allowedTopologies: [{ matchLabelExpressions: [{ key: 'topology.gke.io/zone', values }] }],
});
const snapshots = (parameters?: object) =>
  demanded(objects(clusterScoped('VolumeSnapshotClass', 'sys', { driver: 'pd.csi.storage.gke.io', parameters })));
const told = (name: string, value: string) =>
  demanded(objects(change(deployment, 'spec.template.spec.containers.0.env', [{ name, value }])));
const key = (region: string) =>
  demanded(objects(object('ConfigMap', 'it', { data: { key: `projects/p/locations/${region}/keyRings/r` } })));

/** Another system's: nothing is demanded of it. */
const others = (made: Output): Output => ({ ...made, residency: { other: residency.sys } });

export const residencyCases: readonly Case[] = [
  {
    rule: 'residency',
    good: [
      ...located.map(([type, body]) => only(type, body)),
      ...located.map(([type, body, [path = '']]) => others(only(type, change(body, path, 'us-east4')))),
      ...kept.map((type) => only(type, {}, 'ca-central-1')),
      only('google_secret_manager_secret', secret(home)),
      only('proxmox_virtual_environment_vm', { tags: ['ca-qc', 'sys', 'worker'] }),
      only('google_storage_bucket', placed('NORTHAMERICA-NORTHEAST1', 'NORTHAMERICA-NORTHEAST2')),
      only('google_redis_instance', {}),
      only('google_cloud_run_v2_worker_pool', pool({})),
      only('google_pubsub_subscription', { name: 'it' }),
      only('google_service_account', { account_id: 'it' }),
      only('google_logging_project_sink', sink(`logging.googleapis.com/projects/p/locations/${home}/buckets/b`)),
      stack({
        google_logging_project_sink: {
          it: sink('logging.googleapis.com/${google_logging_project_bucket_config.it.id}'),
        },
        google_logging_project_bucket_config: { it: { location: home } },
      }),
    ],
    bad: [
      [only('proxmox_virtual_environment_vm', { tags: ['sys', 'us-ny'] }), /the tag of its place is us-ny/],
      [only('proxmox_virtual_environment_vm', { tags: ['sys', 'worker'] }), /the tag of its place is not set/],
      ...located.flatMap(([type, body, paths]) =>
        paths.flatMap((path) =>
          [
            ['us-east4', /is us-east4: data of sys stays in Canada \(northamerica-northeast1, north/],
            [undefined, /is not set/],
          ].map(
            ([value, says]) =>
              [
                only(type, change(body, path, Array.isArray(pathOf(body, path)) && value ? [home, value] : value)),
                says as RegExp,
              ] as const,
          ),
        ),
      ),
      ...kept.flatMap(
        (type) =>
          [
            [only(type, {}, 'us-east-1'), /region is us-east-1/],
            [only(type, { region: 'us-west-2' }, 'ca-central-1'), /region is us-west-2/],
          ] as const,
      ),
      [only('google_storage_bucket', { location: 'US' }), /location is US/],
      [only('google_storage_bucket', placed('NORTHAMERICA-NORTHEAST1', 'US-EAST4')), /data_locations is US-EAST4/],
      [only('google_secret_manager_secret', secret('us-east4')), /replicas\.location is us-east4/],
      [only('google_secret_manager_secret', { replication: { auto: {} } }), /replication is not set/],
      [only('google_redis_instance', {}, 'us-east4'), /region is us-east4/],
      [only('google_cloud_run_v2_worker_pool', pool({ volumes: [{ name: 'it' }] })), /has volumes, and is elsewhere/],
      [
        only('google_cloud_run_v2_worker_pool', pool({ containers: [{ env: [{ name: 'A', value_source: {} }] }] })),
        /reads secrets, and is elsewhere/,
      ],
      [only('google_pubsub_subscription', { push_config: { push_endpoint: 'https://x' } }), /push_config/],
      [only('google_pubsub_subscription', { bigquery_config: { table: 'x' } }), /bigquery_config/],
      [only('google_pubsub_subscription', { cloud_storage_config: { bucket: 'x' } }), /cloud_storage_config/],
      [
        only(
          'google_logging_project_sink',
          sink('logging.googleapis.com/projects/p/locations/global/buckets/_Default'),
        ),
        /destination is global/,
      ],
      [only('google_logging_project_sink', sink('storage.googleapis.com/b')), /destination is storage\.googleapis/],
      // Closed: a type that nobody has looked at may keep anything.
      [
        only('google_spanner_instance', { config: 'nam3' }),
        /may keep data, for all that is known of google_spanner_instance/,
      ],
      [only('aws_s3_bucket_replication_configuration', {}, 'ca-central-1'), /may keep data/],
    ],
  },
  {
    rule: 'residency-project',
    good: [
      settled({}, 'in:canada-locations'),
      settled(trap, 'in:canada-locations', 'in:us-east4-locations'),
      settled({ google_kms_key_ring: { it: {} } }, 'in:canada-locations'),
      others(stack({})),
    ],
    bad: [
      [stack({}), /my-project has no policy that says where things may be/],
      [settled({}), /has no policy/],
      [
        settled({ google_logging_project_sink: { it: { name: 'some' } } }, 'in:canada-locations'),
        /its sink _Default is left as it was/,
      ],
      [
        settled({ ...trap, google_kms_key_ring: { it: {} } }, 'in:canada-locations', 'in:us-east4-locations'),
        /allows in:us-east4-locations in a project that keeps data/,
      ],
      [settled(trap, 'in:canada-locations', 'in:us-locations'), /allows in:us-locations, where nothing stands/],
    ],
  },
  {
    rule: 'residency-state',
    good: [
      stack({}),
      withState({ s3: { bucket: 'states', region: 'ca-central-1' } }),
      withState({ gcs: { bucket: 'states' } }, lookedAt(inside)),
    ],
    bad: [
      [withState({ s3: { bucket: 'states', region: 'us-east-1' } }), /keeps its state in us-east-1/],
      [withState({ gcs: { bucket: 'states' } }), /nothing makes sure where that is/],
      [withState({ gcs: { bucket: 'others' } }, lookedAt(inside)), /keeps its state in others/],
      [withState({ gcs: { bucket: 'states' } }, lookedAt('${true}')), /nothing makes sure/],
    ],
  },
  {
    rule: 'data-class',
    good: [
      topic('telemetry'),
      topic('operational'),
      topic('personal', true),
      only('google_storage_bucket', { labels: { 'data-class': 'personal' } }),
      only('aws_s3_bucket', { tags: { 'data-class': 'personal' } }),
    ],
    bad: [
      [topic('personal'), /takes and hands it out anywhere/],
      [topic('personal', false), /takes and hands it out anywhere/],
      [topic('secret'), /has no label data-class of personal, operational, telemetry, but secret/],
      [only('google_pubsub_topic', {}), /has no label data-class/],
      [only('google_storage_bucket', {}), /has no label data-class/],
      [only('aws_s3_bucket', { tags: { Name: 'it' } }), /has no label data-class/],
    ],
  },
  {
    rule: 'residency-volume',
    good: [
      disks(zones(zone, 'northamerica-northeast1-b')),
      demanded(objects(clusterScoped('StorageClass', 'sys', { provisioner: 'rancher.io/local-path' }))),
      snapshots({ 'storage-locations': home }),
      told('AWS_REGION', 'ca-central-1'),
      told('REGION', 'us-east4'),
      key(home),
      key('global'),
      others(disks({})),
    ],
    bad: [
      [disks({}), /makes disks wherever a pod is/],
      [disks(zones(zone, 'us-east4-a')), /makes disks in us-east4-a/],
      [snapshots(), /keeps snapshots in the nearest part of the world/],
      [snapshots({ 'storage-locations': 'us' }), /keeps snapshots in us/],
      [told('AWS_REGION', 'us-east-1'), /AWS_REGION is us-east-1/],
      [told('AWS_DEFAULT_REGION', 'eu-west-3'), /AWS_DEFAULT_REGION is eu-west-3/],
      [key('europe-west1'), /names europe-west1, where no data of sys may be/],
    ],
  },
];

function pathOf(body: object, path: string): unknown {
  return path.split('.').reduce<unknown>((value, part) => (value as Record<string, unknown>)[part], body);
}
