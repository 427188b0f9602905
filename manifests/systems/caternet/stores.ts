import type { PodProps } from '../../constructs/pod';
import type { SystemChart } from '../../constructs/system-chart';
import type { Workload } from '../../constructs/workload';

/** How a pod of this system reaches a store of its data, MongoDB or Elasticsearch. */
export interface StoreAccess extends Required<Pick<PodProps, 'env' | 'mounts'>> {
  /** Opens the flows that the pod needs. */
  readonly allow: (workload: Workload) => void;
}

/** A store, for the one service that may reach it. */
export interface Store {
  /** What a pod of `chart` needs to log in. */
  accessFrom(chart: SystemChart): StoreAccess;
}

export interface Stores {
  readonly mongodb: Store;
  readonly search: Store;
}
