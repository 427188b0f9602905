import { type Capacity, capacities, type InstanceType } from '../aws/instance-types';
import type { AwsConfig, ZoneKey } from './aws-schema';
import type { OnAwsConfig } from './schema';

/** Of the nominal memory, what Linux finds: firmware and the kernel itself take the rest. */
const VISIBLE_MEMORY = 0.92;

/**
 * What the kubelet keeps from pods, so that a full node stays a node. Ansible configures it, the scheduler obeys it.
 * https://docs.k3s.io/reference/resource-profiling
 */
export const reserved = {
  kube: { cpuMillis: 100, memoryMi: 220 },
  system: { cpuMillis: 100, memoryMi: 120 },
  /** Below this much free memory, the kubelet evicts pods. */
  evictionMemoryMi: 50,
} as const;

/** What pods may request on one node of a type. */
export function allocatable(instanceType: InstanceType): Capacity {
  const { cpuMillis, memoryMi } = capacities[instanceType];
  const { kube, system, evictionMemoryMi } = reserved;
  return {
    cpuMillis: cpuMillis - kube.cpuMillis - system.cpuMillis,
    memoryMi: Math.floor(memoryMi * VISIBLE_MEMORY) - kube.memoryMi - system.memoryMi - evictionMemoryMi,
  };
}

/** What pods may request on each worker, by its name. */
export function workerCapacities({ aws }: Pick<OnAwsConfig, 'aws'>): Readonly<Record<string, Capacity>> {
  return Object.fromEntries(workers(aws).map(({ name }) => [name, allocatable(aws.workers.instanceType)]));
}

/** Zones in the order in which workers take turns. */
export const zoneKeys = ['a', 'b'] as const satisfies readonly ZoneKey[];

export interface Worker {
  /** Its name in Kubernetes and in the inventory, and the end of its name on AWS. */
  readonly name: string;
  readonly zone: ZoneKey;
}

/** Workers are numbered as StatefulSets number pods: a smaller count takes the last ones away and changes no other. */
export function workers({ workers: { count } }: Pick<AwsConfig, 'workers'>): Worker[] {
  return Array.from({ length: count }, (_, i) => ({
    name: `worker-${i + 1}`,
    zone: i % 2 === 0 ? zoneKeys[0] : zoneKeys[1],
  }));
}
