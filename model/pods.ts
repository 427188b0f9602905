import type { KubernetesObject } from './objects';

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
