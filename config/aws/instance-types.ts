/** CPU in thousandths of a core, memory in MiB. */
export interface Capacity {
  readonly cpuMillis: number;
  readonly memoryMi: number;
}

/** x86-64 machines by their data sheet; https://aws.amazon.com/ec2/instance-types/ */
export const capacities = {
  't3.micro': { cpuMillis: 2000, memoryMi: 1024 },
  't3.small': { cpuMillis: 2000, memoryMi: 2048 },
  't3.medium': { cpuMillis: 2000, memoryMi: 4096 },
  't3.large': { cpuMillis: 2000, memoryMi: 8192 },
  't3.xlarge': { cpuMillis: 4000, memoryMi: 16384 },
  'c6i.large': { cpuMillis: 2000, memoryMi: 4096 },
  'c6i.xlarge': { cpuMillis: 4000, memoryMi: 8192 },
  'm6i.large': { cpuMillis: 2000, memoryMi: 8192 },
  'm6i.xlarge': { cpuMillis: 4000, memoryMi: 16384 },
} as const satisfies Record<string, Capacity>;

export type InstanceType = keyof typeof capacities;
export const instanceTypes = Object.keys(capacities) as [InstanceType, ...InstanceType[]];
