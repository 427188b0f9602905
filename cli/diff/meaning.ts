import type { Thing } from './thing';

/**
 * What a thing means, apart from how it is written: the same for two texts that every reader takes alike. Lists whose order
 * nobody reads become maps or sorted, and what the API server fills in is left out.
 */
export function meaningOf(thing: Thing): unknown {
  const known = meanings.get(thing) ?? read(thing);
  meanings.set(thing, known);
  return known;
}

const meanings = new WeakMap<Thing, unknown>();

function read({ half, kind, body }: Thing): unknown {
  if (half === 'files') return body;
  if (half === 'terraform') return terraform(body);
  return kubernetes(body, [kind]);
}

type Tree = Record<string, unknown>;

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The key by which an entry of a list is known, by the key that has the list. https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy */
const keyed: Readonly<Record<string, readonly string[]>> = {
  containers: ['name'],
  ephemeralContainers: ['name'],
  env: ['name'],
  volumes: ['name'],
  volumeMounts: ['mountPath'],
  volumeDevices: ['devicePath'],
  volumeClaimTemplates: ['metadata.name'],
  imagePullSecrets: ['name'],
  hostAliases: ['ip'],
  topologySpreadConstraints: ['topologyKey', 'whenUnsatisfiable'],
  subjects: ['kind', 'namespace', 'name'],
};

/** Lists that are read as sets. */
const sets = new Set([
  ...[
    'accessModes',
    'apiGroups',
    'resources',
    'resourceNames',
    'verbs',
    'nonResourceURLs',
    'policyTypes',
    'rules',
    'hosts',
  ],
  ...[
    'tolerations',
    'ingress',
    'egress',
    'from',
    'to',
    'ports',
    'except',
    'finalizers',
    'dnsNames',
    'usages',
    'drop',
    'add',
  ],
  ...['matchExpressions', 'values', 'tls', 'envFrom', 'entryPoints', 'endpoints'],
]);

/** What the API server fills in, by the end of the path. `*` is any key. https://kubernetes.io/docs/reference/kubernetes-api/ */
const defaults: readonly (readonly [string, unknown])[] = [
  ['ports.*.protocol', 'TCP'],
  ['dnsPolicy', 'ClusterFirst'],
  ['schedulerName', 'default-scheduler'],
  ['terminationGracePeriodSeconds', 30],
  ['terminationMessagePath', '/dev/termination-log'],
  ['terminationMessagePolicy', 'File'],
  ['timeoutSeconds', 1],
  ['periodSeconds', 10],
  ['successThreshold', 1],
  ['failureThreshold', 3],
  ['httpGet.scheme', 'HTTP'],
  ['sessionAffinity', 'None'],
  ['internalTrafficPolicy', 'Cluster'],
  ['revisionHistoryLimit', 10],
  ['progressDeadlineSeconds', 600],
  ['podManagementPolicy', 'OrderedReady'],
  ['volumeMode', 'Filesystem'],
  ['concurrencyPolicy', 'Allow'],
  ['suspend', false],
  ['successfulJobsHistoryLimit', 3],
  ['failedJobsHistoryLimit', 1],
  ['configMap.defaultMode', 420],
  ['secret.defaultMode', 420],
  ['fieldRef.apiVersion', 'v1'],
  ['backoffLimit', 6],
  ['completionMode', 'NonIndexed'],
  ['hostNetwork', false],
  ['hostPID', false],
  ['hostIPC', false],
  ['volumeMounts.*.readOnly', false],
  ['reclaimPolicy', 'Delete'],
  ['volumeBindingMode', 'Immediate'],
];

/** Likewise, where only some kinds have that default. */
const defaultsOf: Readonly<Record<string, readonly (readonly [string, unknown])[]>> = {
  Service: [['spec.type', 'ClusterIP']],
  Deployment: [
    ['template.spec.restartPolicy', 'Always'],
    ['spec.replicas', 1],
    ['spec.strategy', { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } }],
  ],
  StatefulSet: [
    ['template.spec.restartPolicy', 'Always'],
    ['spec.replicas', 1],
    ['spec.updateStrategy', { type: 'RollingUpdate' }],
  ],
  DaemonSet: [['template.spec.restartPolicy', 'Always']],
};

function kubernetes(value: unknown, path: readonly string[]): unknown {
  const kind = path[0] ?? '';
  const walk = (child: unknown, key: string) => kubernetes(child, [...path, key]);
  if (Array.isArray(value)) return list(value, path, walk);
  if (!isTree(value)) return value;
  const entries = Object.entries(value)
    .filter(([, child]) => child !== undefined && child !== null)
    .map(([key, child]) => [key, walk(child, key)] as const)
    .filter(([key, child]) => !isDefault([...path, key], child, kind))
    // An empty list or map says what none says; not of rules and selectors, where empty means all.
    .filter(([key, child]) => !(isEmpty(child) && emptyIsNone.has(key)));
  return sorted(entries);
}

const emptyIsNone = new Set([
  'annotations',
  'labels',
  'securityContext',
  'env',
  'volumes',
  'volumeMounts',
  'imagePullSecrets',
  'tolerations',
]);

const isEmpty = (value: unknown) =>
  (Array.isArray(value) && value.length === 0) || (isTree(value) && Object.keys(value).length === 0);

/** Defaults by the last key of their path, which most keys are not. */
const byLastKey = new Map<
  string,
  { readonly end: readonly string[]; readonly kind?: string; readonly text: string }[]
>();
for (const [kind, all] of [['', defaults] as const, ...Object.entries(defaultsOf)]) {
  for (const [path, value] of all) {
    const end = path.split('.');
    const last = end.at(-1) ?? '';
    byLastKey.set(last, [...(byLastKey.get(last) ?? []), { end, text: canonical(value), ...(kind && { kind }) }]);
  }
}

function isDefault(path: readonly string[], value: unknown, kind: string): boolean {
  return (byLastKey.get(path.at(-1) ?? '') ?? []).some(
    (known) => (known.kind ?? kind) === kind && endsWith(path, known.end) && known.text === canonical(value),
  );
}

function endsWith(path: readonly string[], end: readonly string[]): boolean {
  const last = path.slice(-end.length);
  return last.length === end.length && end.every((key, i) => key === '*' || key === last[i]);
}

function list(
  value: readonly unknown[],
  path: readonly string[],
  walk: (child: unknown, key: string) => unknown,
): unknown {
  const name = path.at(-1) ?? '';
  const keys = keyed[name];
  if (keys && value.every(isTree)) {
    const byKey = value.map((entry) => [keys.map((key) => at(entry as Tree, key)).join(' '), entry] as const);
    if (new Set(byKey.map(([key]) => key)).size === byKey.length) {
      return sorted(byKey.map(([key, entry]) => [key, walk(entry, key)]));
    }
  }
  const children = value.map((child) => walk(child, '*'));
  return sets.has(name) ? inOneOrder(children) : children;
}

function at(tree: Tree, path: string): string {
  const found = path.split('.').reduce<unknown>((value, key) => (isTree(value) ? value[key] : undefined), tree);
  return found === undefined ? '' : String(found);
}

/** Lists that the providers keep as sets, by name; a test holds it against their bindings. */
export const terraformSets: ReadonlySet<string> = new Set([
  ...['alarm_actions', 'allow', 'allowed_persistence_regions', 'audit_log_config', 'backend', 'cidr_blocks'],
  ...['cleanup_policies', 'client_id_list', 'custom_response_headers', 'database_flags', 'deny', 'env', 'host_rule'],
  ...['hosts', 'nat_ips', 'networks', 'oauth_scopes', 'ok_actions', 'paths', 'projects', 'rule', 'security_groups'],
  ...['source_ip_ranges_to_nat', 'source_ranges', 'source_service_accounts', 'source_tags', 'src_ip_ranges'],
  ...['subnets', 'subnetwork', 'target_service_accounts', 'target_tags', 'vpc_security_group_ids'],
  // Terraform's own.
  ...['depends_on', 'ignore_changes'],
]);

function terraform(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) {
    const children = value.map((child) => terraform(child, name));
    // A nested block may stand alone or in a list of one.
    if (children.length === 1 && isTree(children[0])) return children[0];
    return terraformSets.has(name) ? inOneOrder(children) : children;
  }
  if (!isTree(value)) return value;
  return sorted(
    Object.entries(value)
      .filter(([, child]) => child !== undefined && child !== null)
      .map(([key, child]) => [key, terraform(child, key)] as const),
  );
}

function inOneOrder(values: readonly unknown[]): unknown[] {
  return [...values].sort((a, b) => (canonical(a) < canonical(b) ? -1 : 1));
}

function sorted(entries: readonly (readonly [string, unknown])[]): Tree {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The same text for the same meaning. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (!isTree(value)) return JSON.stringify(value) ?? 'null';
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join()}}`;
}
