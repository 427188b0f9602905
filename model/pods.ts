import type { IContainer, IPodSpec } from 'kubernetes-models/v1';
import type { KubernetesObject } from './objects';

/** A container as it is written: its image is always named. */
export interface Container extends IContainer {
  readonly image: string;
}

export interface PodSpec extends Omit<IPodSpec, 'containers' | 'initContainers' | 'ephemeralContainers'> {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly ephemeralContainers?: readonly Container[];
}

/** A workload with its pod spec. */
export interface Pod {
  readonly owner: KubernetesObject;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: PodSpec;
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
