/**
 * What a synth is about to write, as plain data: the rules see what users will apply, not the code that made it.
 */
export interface Output {
  readonly objects: readonly KubernetesObject[];
  /** Environment that the objects are of. */
  readonly environment: string;
  /** Terraform JSON by stack; of every environment, whose name the stack carries. */
  readonly stacks: Readonly<Record<string, TerraformJson>>;
  /** What the output needs and users provide, e.g. images that they build. */
  readonly expectations: readonly Expected[];
}

export interface Expected {
  readonly kind: 'secret' | 'image' | 'cluster';
  /** `namespace/name` of a Secret, `repository:tag` of an image. */
  readonly name: string;
}

export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  // biome-ignore lint/suspicious/noExplicitAny: every kind has fields of its own.
  readonly [field: string]: any;
}

export interface TerraformJson {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, TerraformBlock>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, TerraformBlock>>>>;
  readonly [block: string]: unknown;
}

export type TerraformBlock = Readonly<Record<string, unknown>>;

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly restartPolicy?: string;
  // biome-ignore lint/suspicious/noExplicitAny: the fields of a container are checked one by one.
  readonly [field: string]: any;
}

/** A workload with its pod spec. */
export interface Pod {
  readonly owner: KubernetesObject;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  // biome-ignore lint/suspicious/noExplicitAny: the fields of a pod spec are checked one by one.
  readonly spec: any;
  /** Main containers, init containers and sidecars. */
  readonly containers: readonly Container[];
}

/** `Kind/namespace/name`, or `Kind/name` without a namespace: how findings, waivers and snapshots name an object. */
export function nameOf({ kind, metadata: { namespace, name } }: KubernetesObject): string {
  return [kind, namespace, name].filter(Boolean).join('/');
}

/** Every pod that the objects make, whatever controller makes it. */
export function podsOf(objects: readonly KubernetesObject[]): Pod[] {
  return objects.flatMap((owner) => {
    const template = owner.spec?.jobTemplate?.spec?.template ?? owner.spec?.template ?? (owner.kind === 'Pod' && owner);
    const spec = template?.spec;
    if (!Array.isArray(spec?.containers)) return [];
    const { labels = {}, annotations = {} } = template.metadata ?? {};
    const containers = [...spec.containers, ...(spec.initContainers ?? [])];
    return [{ owner, labels, annotations, spec, containers }];
  });
}
