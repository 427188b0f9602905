import { k8s } from 'cdk8s-plus-28';
import { type Image, reference } from '../../config/versions';
import type { Probes } from './probes';
import type { Volume } from './volumes';

export interface Resources {
  /** CPU request, e.g. `100m`. There is no CPU limit: it would throttle while the node idles. */
  readonly cpu: string;
  /** Memory request, e.g. `128Mi`. */
  readonly memory: string;
  /** Memory above which the container is killed. @default the request */
  readonly memoryLimit?: string;
}

export interface ContainerProps {
  readonly image: Image;
  readonly resources: Resources;
  /** @default the image's entry point */
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  /** Values, or where the kubelet takes them from (`SecretRef.env`, `podField`); one that is undefined is left out. */
  readonly env?: Readonly<Record<string, string | k8s.EnvVarSource | undefined>>;
  /** Secrets and ConfigMaps whose keys become variables. @default none */
  readonly envFrom?: readonly k8s.EnvFromSource[];
  /** Container ports by name. */
  readonly ports?: Readonly<Record<string, number>>;
  readonly probes?: Probes;
  /** Volumes by the path where they are mounted; one that is undefined is left out. */
  readonly mounts?: Readonly<Record<string, Volume | undefined>>;
}

/** The environment variable's value is a field of the pod, e.g. `metadata.name`. */
export function podField(fieldPath: string): k8s.EnvVarSource {
  return { fieldRef: { fieldPath } };
}

/** A container with the baseline that every one gets: no privileges, read-only root, bounded memory. */
export function container(name: string, props: ContainerProps): k8s.Container {
  const { image, resources, command, args, env = {}, envFrom = [], ports = {}, probes = {}, mounts = {} } = props;
  return {
    name,
    image: reference(image),
    imagePullPolicy: 'IfNotPresent',
    command: command && [...command],
    args: args && [...args],
    ...list('env', Object.entries(env).flatMap(variable)),
    ...list('envFrom', [...envFrom]),
    ...list(
      'ports',
      Object.entries(ports).map(([port, number]) => ({ name: port, containerPort: number })),
    ),
    resources: {
      requests: { cpu: k8s.Quantity.fromString(resources.cpu), memory: k8s.Quantity.fromString(resources.memory) },
      limits: { memory: k8s.Quantity.fromString(resources.memoryLimit ?? resources.memory) },
    },
    startupProbe: probes.startup,
    readinessProbe: probes.readiness,
    livenessProbe: probes.liveness,
    ...list('volumeMounts', Object.entries(mounts).flatMap(mount)),
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
    },
  };
}

function variable([name, value]: [string, string | k8s.EnvVarSource | undefined]): k8s.EnvVar | [] {
  if (value === undefined) return [];
  return typeof value === 'string' ? { name, value } : { name, valueFrom: value };
}

function mount([mountPath, volume]: [string, Volume | undefined]): k8s.VolumeMount | [] {
  if (!volume) return [];
  const { name, readOnly = true, subPath, propagation } = volume;
  return { name, mountPath, readOnly: readOnly || undefined, subPath, mountPropagation: propagation };
}

/** The field with its entries, or nothing: empty lists are noise in the YAML. */
function list<Field extends string, Entry>(field: Field, entries: Entry[]): { [F in Field]?: Entry[] } {
  return entries.length > 0 ? ({ [field]: entries } as { [F in Field]: Entry[] }) : {};
}
