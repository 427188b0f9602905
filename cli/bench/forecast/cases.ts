import type { DangerClass } from '../../diff/danger/danger';
import type { Effect } from '../../diff/forecast/effect';
import { blocks, objects } from './base';

/** A thing that can be changed at paths such as `spec.template.spec.containers.0.image`. */
export interface World {
  readonly objects: Record<string, unknown>[];
  readonly stacks: Record<string, Record<string, Record<string, unknown>>>;
}

/** A change, made in one line, and what is to be said of it. */
export interface Case {
  readonly name: string;
  readonly change: (world: World) => void;
  readonly effect: Effect;
  /** The worst danger; none for a harmless change. */
  readonly danger?: DangerClass;
}

export function world(): World {
  return structuredClone({ objects: [...objects], stacks: { ...blocks } }) as World;
}

type Tree = Record<string, unknown>;

function put(tree: unknown, path: string, value: unknown): void {
  const keys = path.split('.');
  const last = keys.pop() as string;
  const at = keys.reduce<Tree>((here, key) => here[key] as Tree, tree as Tree);
  if (value === undefined) delete at[last];
  else at[last] = value;
}

const object = (world: World, id: string) => {
  const [kind, name] = id.split('/');
  const found = world.objects.find((each) => each.kind === kind && (each.metadata as Tree).name === name);
  if (!found) throw new Error(`no ${id}`);
  return found;
};

const GOOGLE = 'shop-production-google';
const AWS = 'shop-production-aws';

const set = (id: string, path: string, value?: unknown) => (world: World) => put(object(world, id), path, value);
const drop = (id: string) => (world: World) => {
  world.objects.splice(world.objects.indexOf(object(world, id) as (typeof world.objects)[number]), 1);
};
const add =
  (kind: string, name: string, body: Tree = {}) =>
  (world: World) => {
    world.objects.push({ apiVersion: 'v1', kind, metadata: { name, namespace: 'shop' }, ...body });
  };
const block = (stack: string, address: string, path: string, value?: unknown) => (world: World) => {
  const found = world.stacks[stack]?.[address];
  if (!found) throw new Error(`no ${address}`);
  put(found, path, value);
};
const google = (address: string, path: string, value?: unknown) => block(GOOGLE, address, path, value);
const aws = (address: string, path: string, value?: unknown) => block(AWS, address, path, value);
const forget = (stack: string, address: string) => (world: World) => {
  delete world.stacks[stack]?.[address];
};
const make = (stack: string, address: string, body: Tree) => (world: World) => {
  (world.stacks[stack] as Record<string, Tree>)[address] = body;
};
const rename = (stack: string, from: string, to: string) => (world: World) => {
  const all = world.stacks[stack] as Record<string, Tree>;
  all[to] = all[from] as Tree;
  delete all[from];
};

const container = 'spec.template.spec.containers.0';
const webRule = [{ from: [{ podSelector: {} }], ports: [{ port: 5432, protocol: 'TCP' }] }];

export const cases: readonly Case[] = [
  // Pods.
  {
    name: 'another image',
    change: set('Deployment/web', `${container}.image`, 'registry.example/web:2.0.0'),
    effect: 'rolls pods',
  },
  { name: 'another variable', change: set('Deployment/web', `${container}.env.0.value`, '3'), effect: 'rolls pods' },
  {
    name: 'an image of pods that somebody deletes',
    change: set('StatefulSet/keys', `${container}.image`, 'registry.example/keys:2'),
    effect: 'rolls pods',
  },
  {
    name: 'an image of a database of one',
    change: set('StatefulSet/db', `${container}.image`, 'registry.example/db:2'),
    effect: 'rolls pods',
    danger: 'interruption',
  },
  {
    name: 'an image on every node',
    change: set('DaemonSet/agent', `${container}.image`, 'registry.example/agent:2'),
    effect: 'rolls pods',
  },
  {
    name: 'all pods at once from now on',
    change: set('Deployment/web', 'spec.strategy', { type: 'Recreate' }),
    effect: 'update in place',
    danger: 'interruption',
  },
  {
    name: 'a probe less',
    change: set('Deployment/web', `${container}.readinessProbe`),
    effect: 'rolls pods',
    danger: 'interruption',
  },
  {
    name: 'no time to finish',
    change: set('Deployment/web', `${container}.lifecycle`),
    effect: 'rolls pods',
    danger: 'interruption',
  },
  {
    name: 'another port of a container',
    change: set('Deployment/web', `${container}.ports.0.containerPort`, 8081),
    effect: 'rolls pods',
    danger: 'interruption',
  },
  {
    name: 'more memory',
    change: set('Deployment/web', `${container}.resources.requests.memory`, '1Gi'),
    effect: 'rolls pods',
    danger: 'money',
  },
  {
    name: 'more replicas',
    change: set('Deployment/web', 'spec.replicas', 6),
    effect: 'update in place',
    danger: 'money',
  },
  {
    name: 'one replica',
    change: set('Deployment/web', 'spec.replicas', 1),
    effect: 'update in place',
    danger: 'interruption',
  },
  {
    name: 'no replica',
    change: set('Deployment/web', 'spec.replicas', 0),
    effect: 'update in place',
    danger: 'interruption',
  },
  {
    name: 'a wider range of replicas',
    change: set('HorizontalPodAutoscaler/web', 'spec.maxReplicas', 50),
    effect: 'update in place',
    danger: 'money',
  },
  {
    name: 'a container that may do everything',
    change: set('Deployment/web', `${container}.securityContext.privileged`, true),
    effect: 'rolls pods',
    danger: 'doors',
  },
  {
    name: 'root',
    change: set('Deployment/web', 'spec.template.spec.securityContext.runAsNonRoot', false),
    effect: 'rolls pods',
    danger: 'doors',
  },
  {
    name: 'the network of the node',
    change: set('Deployment/web', 'spec.template.spec.hostNetwork', true),
    effect: 'rolls pods',
    danger: 'doors',
  },
  {
    name: 'the disk of the node',
    change: set('Deployment/web', 'spec.template.spec.volumes', [{ name: 'host', hostPath: { path: '/' } }]),
    effect: 'rolls pods',
    danger: 'doors',
  },
  // Refused by the API server.
  {
    name: 'another selector',
    change: set('Deployment/web', 'spec.selector.matchLabels', { app: 'web' }),
    effect: 'refused by the API server',
    danger: 'interruption',
  },
  {
    name: 'a larger volume of a StatefulSet',
    change: set('StatefulSet/db', 'spec.volumeClaimTemplates.0.spec.resources.requests.storage', '20Gi'),
    effect: 'refused by the API server',
    danger: 'interruption',
  },
  {
    name: 'another Service of a StatefulSet',
    change: set('StatefulSet/db', 'spec.serviceName', 'other'),
    effect: 'refused by the API server',
    danger: 'interruption',
  },
  {
    name: 'another image of a Job that stays',
    change: set('Job/once', `${container}.image`, 'registry.example/once:2'),
    effect: 'refused by the API server',
    danger: 'interruption',
  },
  {
    name: 'another image of a Job that goes',
    change: set('Job/migrate', `${container}.image`, 'registry.example/migrate:2'),
    effect: 'create',
  },
  {
    name: 'a smaller volume',
    change: set('PersistentVolumeClaim/files', 'spec.resources.requests.storage', '5Gi'),
    effect: 'refused by the API server',
    danger: 'interruption',
  },
  {
    name: 'a larger volume',
    change: set('PersistentVolumeClaim/files', 'spec.resources.requests.storage', '20Gi'),
    effect: 'update in place',
    danger: 'money',
  },
  {
    name: 'another disk of a StorageClass',
    change: set('StorageClass/disk', 'parameters.type', 'ssd'),
    effect: 'refused by the API server',
    danger: 'interruption',
  },
  {
    name: 'another role of a binding',
    change: set('RoleBinding/reader', 'roleRef.name', 'writer'),
    effect: 'refused by the API server',
    danger: 'doors',
  },
  {
    name: 'another address of a Service',
    change: set('Service/db', 'spec.clusterIP'),
    effect: 'refused by the API server',
    danger: 'interruption',
  },
  {
    name: 'a ConfigMap that kubectl cannot keep',
    change: set('ConfigMap/web', 'data', { large: 'x'.repeat(300_000) }),
    effect: 'refused by the API server',
    danger: 'interruption',
  },
  // Data in the cluster.
  { name: 'a claim less', change: drop('PersistentVolumeClaim/files'), effect: 'delete', danger: 'data' },
  { name: 'a database less', change: drop('StatefulSet/db'), effect: 'delete', danger: 'data' },
  { name: 'a namespace less', change: drop('Namespace/shop'), effect: 'delete', danger: 'data' },
  { name: 'no backup', change: drop('CronJob/backup'), effect: 'delete', danger: 'data' },
  {
    name: 'a backup that waits',
    change: set('CronJob/backup', 'spec.suspend', true),
    effect: 'update in place',
    danger: 'data',
  },
  {
    name: 'a database under another name',
    change: set('StatefulSet/db', 'metadata.name', 'database'),
    effect: 'create',
    danger: 'data',
  },
  // Doors in the cluster.
  {
    name: 'a peer more',
    change: set('NetworkPolicy/db', 'spec.ingress', webRule),
    effect: 'update in place',
    danger: 'doors',
  },
  {
    name: 'a way in',
    change: add('NetworkPolicy', 'web', { spec: { podSelector: {}, ingress: [{}] } }),
    effect: 'create',
    danger: 'doors',
  },
  {
    name: 'a door to outside',
    change: set('Service/web', 'spec.type', 'LoadBalancer'),
    effect: 'update in place',
    danger: 'doors',
  },
  { name: 'no TLS', change: set('Ingress/web', 'spec.tls'), effect: 'update in place', danger: 'doors' },
  {
    name: 'a right more',
    change: set('Role/reader', 'rules.0.verbs', ['get', 'list', 'delete']),
    effect: 'update in place',
    danger: 'doors',
  },
  {
    name: 'somebody more',
    change: set('RoleBinding/reader', 'subjects.1', { kind: 'ServiceAccount', name: 'db', namespace: 'shop' }),
    effect: 'update in place',
    danger: 'doors',
  },
  {
    name: 'less Pod Security',
    change: set('Namespace/shop', 'metadata.labels', { 'pod-security.kubernetes.io/enforce': 'privileged' }),
    effect: 'update in place',
    danger: 'doors',
  },
  // Service in the cluster.
  { name: 'no budget', change: drop('PodDisruptionBudget/web'), effect: 'delete', danger: 'interruption' },
  { name: 'no Service', change: drop('Service/web'), effect: 'delete', danger: 'interruption' },
  {
    name: 'a Service under another name',
    change: set('Service/web', 'metadata.name', 'front'),
    effect: 'create',
    danger: 'interruption',
  },
  {
    name: 'another port of a Service',
    change: set('Service/web', 'spec.ports.0.port', 81),
    effect: 'update in place',
    danger: 'interruption',
  },
  {
    name: 'a lower budget',
    change: set('PodDisruptionBudget/web', 'spec.minAvailable', 0),
    effect: 'update in place',
    danger: 'interruption',
  },
  { name: 'a ConfigMap more', change: add('ConfigMap', 'more', { data: { a: '1' } }), effect: 'create' },
  {
    name: 'another line of a ConfigMap',
    change: set('ConfigMap/web', 'data', { 'app.conf': 'level debug\nworkers 4\n' }),
    effect: 'update in place',
  },
  // Google Cloud.
  {
    name: 'a database in another region',
    change: google('google_sql_database_instance.db', 'region', 'europe-west4'),
    effect: 'refused by Terraform',
    danger: 'data',
  },
  {
    name: 'a database without protection',
    change: google('google_sql_database_instance.db', 'deletion_protection', false),
    effect: 'update in place',
    danger: 'data',
  },
  {
    name: 'fewer backups',
    change: google(
      'google_sql_database_instance.db',
      'settings.backup_configuration.backup_retention_settings.retained_backups',
      7,
    ),
    effect: 'update in place',
    danger: 'data',
  },
  {
    name: 'no backups',
    change: google('google_sql_database_instance.db', 'settings.backup_configuration.enabled', false),
    effect: 'update in place',
    danger: 'data',
  },
  {
    name: 'no word about backups',
    change: google('google_sql_database_instance.db', 'settings.backup_configuration'),
    effect: 'update in place',
    danger: 'data',
  },
  {
    name: 'another account of nodes, where none was named',
    change: google('google_container_node_pool.pool', 'node_config', {
      machine_type: 'e2-standard-2',
      service_account: 'nodes',
    }),
    effect: 'replace',
    danger: 'interruption',
  },
  {
    name: 'a larger database',
    change: google('google_sql_database_instance.db', 'settings.tier', 'db-custom-4-15360'),
    effect: 'update in place',
    danger: 'money',
  },
  {
    name: 'a database on other disks',
    change: google('google_sql_database_instance.db', 'settings.disk_type', 'PD_HDD'),
    effect: 'refused by Terraform',
    danger: 'data',
  },
  {
    name: 'a smaller disk of a database',
    change: google('google_sql_database_instance.db', 'settings.disk_size', 50),
    effect: 'refused by Terraform',
    danger: 'data',
  },
  {
    name: 'a larger disk of a database',
    change: google('google_sql_database_instance.db', 'settings.disk_size', 200),
    effect: 'update in place',
    danger: 'money',
  },
  {
    name: 'a smaller subnet',
    change: google('google_compute_subnetwork.nodes', 'ip_cidr_range', '10.0.0.0/24'),
    effect: 'replace',
    danger: 'interruption',
  },
  {
    name: 'a larger subnet',
    change: google('google_compute_subnetwork.nodes', 'ip_cidr_range', '10.0.0.0/16'),
    effect: 'update in place',
  },
  {
    name: 'a database with a public address',
    change: google('google_sql_database_instance.db', 'settings.ip_configuration.ipv4_enabled', true),
    effect: 'update in place',
    danger: 'doors',
  },
  {
    name: 'a database without TLS',
    change: google(
      'google_sql_database_instance.db',
      'settings.ip_configuration.ssl_mode',
      'ALLOW_UNENCRYPTED_AND_ENCRYPTED',
    ),
    effect: 'update in place',
    danger: 'doors',
  },
  { name: 'no database', change: forget(GOOGLE, 'google_sql_database_instance.db'), effect: 'delete', danger: 'data' },
  {
    name: 'a bucket elsewhere',
    change: google('google_storage_bucket.files', 'location', 'US'),
    effect: 'replace',
    danger: 'data',
  },
  {
    name: 'a bucket without versions',
    change: google('google_storage_bucket.files', 'versioning.enabled', false),
    effect: 'update in place',
    danger: 'data',
  },
  {
    name: 'a bucket that may be public',
    change: google('google_storage_bucket.files', 'public_access_prevention', 'inherited'),
    effect: 'update in place',
    danger: 'doors',
  },
  {
    name: 'another key',
    change: google('google_kms_crypto_key.key', 'name', 'other'),
    effect: 'replace',
    danger: 'data',
  },
  {
    name: 'another name for a block',
    change: rename(GOOGLE, 'google_kms_crypto_key.key', 'google_kms_crypto_key.other'),
    effect: 'replace',
    danger: 'data',
  },
  {
    name: 'a firewall for everybody',
    change: google('google_compute_firewall.web', 'source_ranges', ['0.0.0.0/0']),
    effect: 'update in place',
    danger: 'doors',
  },
  {
    name: 'a port more',
    change: google('google_compute_firewall.web', 'allow', [{ protocol: 'tcp', ports: ['443', '22'] }]),
    effect: 'update in place',
    danger: 'doors',
  },
  {
    name: 'a firewall more',
    change: make(GOOGLE, 'google_compute_firewall.ssh', {
      name: 'ssh',
      direction: 'INGRESS',
      source_ranges: ['10.0.0.0/8'],
    }),
    effect: 'create',
    danger: 'doors',
  },
  {
    name: 'a larger right',
    change: google('google_project_iam_member.viewer', 'role', 'roles/owner'),
    effect: 'replace',
    danger: 'doors',
  },
  {
    name: 'a right for everybody',
    change: make(GOOGLE, 'google_project_iam_member.all', { role: 'roles/viewer', member: 'allUsers' }),
    effect: 'create',
    danger: 'doors',
  },
  {
    name: 'larger nodes',
    change: google('google_container_node_pool.pool', 'node_config.machine_type', 'e2-standard-8'),
    effect: 'update in place',
    danger: 'money',
  },
  {
    name: 'nodes that may be taken away',
    change: google('google_container_node_pool.pool', 'node_config.spot', true),
    effect: 'replace',
    danger: 'interruption',
  },
  {
    name: 'another address',
    change: google('google_compute_address.nat', 'region', 'europe-west4'),
    effect: 'replace',
    danger: 'interruption',
  },
  {
    name: 'logs for less time',
    change: google('google_logging_project_bucket_config.logs', 'retention_days', 30),
    effect: 'update in place',
    danger: 'data',
  },
  {
    name: 'a service for everybody',
    change: google('google_cloud_run_v2_service.api', 'ingress', 'INGRESS_TRAFFIC_ALL'),
    effect: 'update in place',
    danger: 'doors',
  },
  {
    name: 'more instances',
    change: google('google_cloud_run_v2_service.api', 'template.scaling.max_instance_count', 50),
    effect: 'update in place',
    danger: 'money',
  },
  {
    name: 'a type that nobody wrote down',
    change: google('google_unheard_of.thing', 'name', 'other'),
    effect: 'unknown',
  },
  // AWS.
  {
    name: 'another image of a server',
    change: aws('aws_instance.server', 'ami', 'ami-2'),
    effect: 'replace',
    danger: 'data',
  },
  {
    name: 'a larger server',
    change: aws('aws_instance.server', 'instance_type', 't3.large'),
    effect: 'update in place',
    danger: 'money',
  },
  {
    name: 'another first start of a server',
    change: aws('aws_instance.server', 'user_data', 'two'),
    effect: 'replace',
    danger: 'data',
  },
  {
    name: 'metadata without a token',
    change: aws('aws_instance.server', 'metadata_options.http_tokens', 'optional'),
    effect: 'update in place',
    danger: 'doors',
  },
  { name: 'another bucket', change: aws('aws_s3_bucket.files', 'bucket', 'other'), effect: 'replace', danger: 'data' },
  {
    name: 'a bucket that goes although it is full',
    change: aws('aws_s3_bucket.files', 'force_destroy', true),
    effect: 'update in place',
    danger: 'data',
  },
  {
    name: 'a range that is wider',
    change: aws('aws_vpc_security_group_ingress_rule.https', 'cidr_ipv4', '0.0.0.0/0'),
    effect: 'update in place',
    danger: 'doors',
  },
  {
    name: 'more that a role may do',
    change: aws('aws_iam_role_policy.deploy', 'policy', '{"Statement":[{"Action":["s3:*"]}]}'),
    effect: 'update in place',
    danger: 'doors',
  },
  {
    name: 'older TLS',
    change: aws('aws_lb_listener.https', 'ssl_policy', 'ELBSecurityPolicy-2016-08'),
    effect: 'update in place',
    danger: 'doors',
  },
  {
    name: 'logs of AWS for less time',
    change: aws('aws_cloudwatch_log_group.logs', 'retention_in_days', 30),
    effect: 'update in place',
    danger: 'data',
  },
  {
    name: 'another load balancer',
    change: aws('aws_lb.public', 'name', 'other'),
    effect: 'replace',
    danger: 'interruption',
  },
];

/** Ways of writing the same. */
export const harmless: readonly Pick<Case, 'name' | 'change'>[] = [
  { name: 'objects in another order', change: ({ objects: all }) => void all.reverse() },
  {
    name: 'keys in another order',
    change: (w) =>
      put(
        object(w, 'Deployment/web'),
        'spec',
        Object.fromEntries(Object.entries(object(w, 'Deployment/web').spec as Tree).reverse()),
      ),
  },
  {
    name: 'variables in another order',
    change: set('Deployment/web', `${container}.env`, [
      { name: 'B', value: '2' },
      { name: 'A', value: '1' },
    ]),
  },
  {
    name: 'tolerations in another order',
    change: set('Deployment/web', 'spec.template.spec.tolerations', [
      { key: 'b', operator: 'Exists' },
      { key: 'a', operator: 'Exists' },
    ]),
  },
  { name: 'verbs in another order', change: set('Role/reader', 'rules.0.verbs', ['list', 'get']) },
  { name: 'a default, written', change: set('Deployment/web', 'spec.revisionHistoryLimit', 10) },
  { name: 'a default of a Service, written', change: set('Service/web', 'spec.type', 'ClusterIP') },
  {
    name: 'a default of a port, left out',
    change: set('NetworkPolicy/db', 'spec.ingress', [
      { from: [{ podSelector: { matchLabels: { 'app.kubernetes.io/name': 'web' } } }], ports: [{ port: 5432 }] },
    ]),
  },
  { name: 'an empty map, written', change: set('ConfigMap/web', 'metadata.annotations', {}) },
  {
    name: 'a nested block in a list of one',
    change: google('google_storage_bucket.files', 'versioning', [{ enabled: true }]),
  },
  { name: 'subnets in another order', change: aws('aws_lb.public', 'subnets', ['subnet-2', 'subnet-1']) },
  { name: 'an argument that is null', change: aws('aws_lb.public', 'idle_timeout', null) },
];
