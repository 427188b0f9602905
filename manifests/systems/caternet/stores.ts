import type { PodProps } from '../../constructs/pod';
import type { Workload } from '../../constructs/workload';

/** How a pod of this system reaches a store of its data, MongoDB or Elasticsearch. */
export interface StoreAccess extends Required<Pick<PodProps, 'env' | 'mounts'>> {
  /** Opens the flows that the pod needs. */
  readonly allow: (workload: Workload) => void;
}

export interface Stores {
  readonly mongodb: StoreAccess;
  readonly search: StoreAccess;
}
