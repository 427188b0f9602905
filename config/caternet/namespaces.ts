import { SYSTEM } from './facts';

/** Parts of an environment in the cluster: a namespace each. */
export const parts = ['apps', 'data', 'monitoring', 'restore-test'] as const;

export type Part = (typeof parts)[number];

/** Several environments share a cluster: what is in it carries the environment's name. */
export function namespaceOf(environment: string, part: Part): string {
  return part === 'apps' ? `${SYSTEM}-${environment}` : `${SYSTEM}-${environment}-${part}`;
}

/** Kubernetes ServiceAccounts that act on Google Cloud through Workload Identity, and where they are. */
export const serviceAccounts = {
  catnodejs: 'apps',
  'cadaver-exchange': 'apps',
  'mongodb-backup': 'data',
  'search-backup': 'data',
  /** Reads copies and tries them. */
  'restore-test': 'restore-test',
  /** Reads how much waits on the bus. */
  'bus-exporter': 'monitoring',
} as const satisfies Record<string, Part>;

export type CloudIdentity = keyof typeof serviceAccounts;
