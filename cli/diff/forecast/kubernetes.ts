import type { Change, Difference } from '../compare';
import { quantity } from '../quantity';
import { begins } from '../values';
import type { Forecast } from './effect';

/** Fields that the API server lets nobody change, by kind, as the beginnings of paths; `kind` and `apiVersion` aside. */
const immutable: Readonly<Record<string, { readonly fields: readonly string[]; readonly link: string }>> = {
  Deployment: {
    fields: ['spec.selector'],
    link: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#label-selector-updates',
  },
  DaemonSet: {
    fields: ['spec.selector'],
    link: 'https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/#pod-selector',
  },
  Job: {
    fields: ['spec.template', 'spec.selector', 'spec.completions', 'spec.completionMode', 'spec.podFailurePolicy'],
    link: 'https://kubernetes.io/docs/concepts/workloads/controllers/job/',
  },
  PersistentVolumeClaim: {
    fields: [
      'spec.accessModes',
      'spec.storageClassName',
      'spec.volumeMode',
      'spec.volumeName',
      'spec.selector',
      'spec.dataSource',
    ],
    link: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims',
  },
  StorageClass: {
    fields: ['parameters', 'provisioner', 'reclaimPolicy', 'volumeBindingMode'],
    link: 'https://kubernetes.io/docs/concepts/storage/storage-classes/',
  },
  RoleBinding: {
    fields: ['roleRef'],
    link: 'https://kubernetes.io/docs/reference/access-authn-authz/rbac/#clusterrolebinding-example',
  },
  ClusterRoleBinding: {
    fields: ['roleRef'],
    link: 'https://kubernetes.io/docs/reference/access-authn-authz/rbac/#clusterrolebinding-example',
  },
  Service: {
    fields: ['spec.clusterIP', 'spec.clusterIPs'],
    link: 'https://kubernetes.io/docs/concepts/services-networking/service/#choosing-your-own-ip-address',
  },
  Secret: { fields: ['type'], link: 'https://kubernetes.io/docs/concepts/configuration/secret/#secret-types' },
  PriorityClass: {
    fields: ['value', 'preemptionPolicy'],
    link: 'https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/#priorityclass',
  },
  IngressClass: {
    fields: ['spec.controller'],
    link: 'https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-class-v1/',
  },
  VolumeSnapshotClass: {
    fields: ['driver', 'parameters', 'deletionPolicy'],
    link: 'https://kubernetes.io/docs/concepts/storage/volume-snapshot-classes/',
  },
};

/** All that may change in a StatefulSet's spec; https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/ */
const mutableInStatefulSet = [
  ...['spec.replicas', 'spec.ordinals', 'spec.template', 'spec.updateStrategy', 'spec.minReadySeconds'],
  ...['spec.persistentVolumeClaimRetentionPolicy', 'spec.revisionHistoryLimit'],
];

/** `kubectl apply` keeps the whole object in an annotation, and all annotations together may be no longer. In bytes. */
const LONGEST_APPLIED = 262_144;

/** Of a workload, what says how its pods are replaced. */
interface Body {
  readonly spec?: {
    readonly replicas?: number;
    /** Of a Job. */
    readonly ttlSecondsAfterFinished?: number;
    readonly strategy?: Strategy;
    readonly updateStrategy?: Strategy;
  };
}

interface Strategy {
  readonly type?: string;
  readonly rollingUpdate?: { readonly maxSurge?: number | string; readonly maxUnavailable?: number | string };
}

export function kubernetesForecast(change: Change): Forecast {
  const { verb, thing, before, after, differences } = change;
  if (after && Buffer.byteLength(JSON.stringify(after.body)) > LONGEST_APPLIED) {
    return refused(`larger than the ${LONGEST_APPLIED} bytes that kubectl apply can keep of an object: --server-side`);
  }
  if (verb === 'removed') return { effect: 'delete', how: 'by kubectl apply --prune, or by hand' };
  if (verb === 'added') return { effect: 'create' };
  if (verb === 'renamed') return { effect: 'create', how: `and ${before?.name} stays until it is pruned` };
  const barred = differences.find((difference) => isImmutable(thing.kind, difference));
  if (barred)
    return (
      again(after?.body as Body) ?? { ...refused(`${barred.path.join('.')} cannot change`), link: linkOf(thing.kind) }
    );
  if (thing.kind === 'PersistentVolumeClaim' && shrinks(differences)) return refused('a volume claim cannot shrink');
  const pods = podsOf(thing.kind, before?.body as Body, after?.body as Body, differences);
  return pods ?? { effect: 'update in place' };
}

/** A Job that removes itself when it has ended is made anew by the next apply. */
function again({ spec }: Body): Forecast | undefined {
  const seconds = spec?.ttlSecondsAfterFinished;
  if (seconds === undefined) return undefined;
  const how = `runs again; an apply within ${seconds} s of the end of the last run, or while it runs, is refused`;
  return { effect: 'create', how, link: 'https://kubernetes.io/docs/concepts/workloads/controllers/ttlafterfinished/' };
}

const refused = (how: string): Forecast => ({ effect: 'refused by the API server', how });

function linkOf(kind: string): string {
  return immutable[kind]?.link ?? 'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/';
}

function isImmutable(kind: string, { path }: Difference): boolean {
  if (path[0] === 'apiVersion') return false;
  if (kind === 'StatefulSet' && path[0] === 'spec') return !mutableInStatefulSet.some((field) => begins(path, field));
  return immutable[kind]?.fields.some((field) => begins(path, field)) ?? false;
}

function shrinks(differences: readonly Difference[]): boolean {
  return differences.some(
    ({ path, before, after }) =>
      path.join('.') === 'spec.resources.requests.storage' && quantity(String(after)) < quantity(String(before)),
  );
}

/** How pods are replaced, by what controls them. */
function podsOf(kind: string, before: Body, after: Body, differences: readonly Difference[]): Forecast | undefined {
  const template = differences.filter(({ path }) => begins(path, 'spec.template'));
  if (kind === 'CronJob') return { effect: 'update in place', how: 'from the next run on' };
  const { replicas = 1, strategy = {}, updateStrategy = {} } = after.spec ?? {};
  if (template.length > 0) {
    const count = kind === 'DaemonSet' ? 'a pod on each node' : pods(replicas);
    if (kind === 'Deployment') {
      const { maxSurge = '25%', maxUnavailable = '25%' } = strategy.rollingUpdate ?? {};
      const how =
        strategy.type === 'Recreate'
          ? 'all at once: it is away meanwhile'
          : `surge ${maxSurge}, unavailable ${maxUnavailable}`;
      return { effect: 'rolls pods', how: `${count}, ${how}` };
    }
    if (kind === 'StatefulSet' || kind === 'DaemonSet') {
      const how = updateStrategy.type === 'OnDelete' ? 'each when somebody deletes it: not until then' : 'one by one';
      return { effect: 'rolls pods', how: `${count}, ${how}` };
    }
  }
  const scaled = differences.find(({ path }) => path.join('.') === 'spec.replicas');
  if (scaled) return { effect: 'update in place', how: `from ${before.spec?.replicas ?? 1} to ${pods(replicas)}` };
  return undefined;
}

const pods = (count: number) => `${count} ${count === 1 ? 'pod' : 'pods'}`;
