import { z } from 'zod';

/**
 * Series for general use and their sizes in vCPUs, as of November 2026; a newer one is added here. x86-64 only: GKE taints
 * Arm nodes (t2a, c4a, n4a), and nothing here tolerates that. https://cloud.google.com/compute/docs/general-purpose-machines
 */
const series: Readonly<Record<string, readonly number[]>> = {
  'e2-standard': [2, 4, 8, 16, 32],
  'e2-highmem': [2, 4, 8, 16],
  'e2-highcpu': [2, 4, 8, 16, 32],
  'n1-standard': [1, 2, 4, 8, 16, 32, 64, 96],
  'n1-highmem': [2, 4, 8, 16, 32, 64, 96],
  'n1-highcpu': [2, 4, 8, 16, 32, 64, 96],
  'n2-standard': [2, 4, 8, 16, 32, 48, 64, 80, 96, 128],
  'n2-highmem': [2, 4, 8, 16, 32, 48, 64, 80, 96, 128],
  'n2-highcpu': [2, 4, 8, 16, 32, 48, 64, 80, 96],
  'n2d-standard': [2, 4, 8, 16, 32, 48, 64, 80, 96, 128, 224],
  'n2d-highmem': [2, 4, 8, 16, 32, 48, 64, 80, 96],
  'n2d-highcpu': [2, 4, 8, 16, 32, 48, 64, 80, 96, 128, 224],
  'n4-standard': [2, 4, 8, 16, 32, 48, 64, 80],
  'n4-highmem': [2, 4, 8, 16, 32, 48, 64, 80],
  'n4-highcpu': [2, 4, 8, 16, 32, 48, 64, 80],
  't2d-standard': [1, 2, 4, 8, 16, 32, 48, 60],
  'c2-standard': [4, 8, 16, 30, 60],
  'c2d-standard': [2, 4, 8, 16, 32, 56, 112],
  'c3-standard': [4, 8, 22, 44, 88, 176],
  'c3d-standard': [4, 8, 16, 30, 60, 90, 180, 360],
};

const machineTypes = [
  'e2-small',
  'e2-medium',
  ...Object.entries(series).flatMap(([name, sizes]) => sizes.map((vcpus) => `${name}-${vcpus}`)),
];

/** A machine type of Compute Engine for nodes of GKE. */
export const gkeMachineType = z.enum(
  machineTypes,
  'an x86-64 machine type of the list in config/google/machine-types.ts, e.g. e2-standard-2',
);

/** https://cloud.google.com/sql/docs/mysql/instance-settings#machine-type-2ndgen */
const limits = { leastMemoryMb: 3840, step: 256, mostVcpus: 96, perVcpuMb: { least: 0.9 * 1024, most: 6.5 * 1024 } };

/** Older names, as of November 2026. Enterprise Plus has others (`db-perf-optimized-N-2`), and is not what we create. */
const fixedTiers = [
  'db-f1-micro',
  'db-g1-small',
  ...[1, 2, 4, 8, 16, 32, 64, 96].map((vcpus) => `db-n1-standard-${vcpus}`),
  ...[2, 4, 8, 16, 32, 64, 96].map((vcpus) => `db-n1-highmem-${vcpus}`),
];

function exists(tier: string): boolean {
  const match = /^db-custom-([1-9]\d{0,2})-([1-9]\d{3,6})$/.exec(tier);
  if (!match) return fixedTiers.includes(tier);
  const [vcpus, memory] = [Number(match[1]), Number(match[2])];
  const perVcpu = memory / vcpus;
  return (
    (vcpus === 1 || vcpus % 2 === 0) &&
    vcpus <= limits.mostVcpus &&
    memory % limits.step === 0 &&
    memory >= limits.leastMemoryMb &&
    perVcpu >= limits.perVcpuMb.least &&
    perVcpu <= limits.perVcpuMb.most
  );
}

/** A machine type of Cloud SQL for MySQL, Enterprise edition. */
export const cloudSqlTier = z
  .string()
  .regex(/^db-[a-z0-9-]+$/, { error: 'a Cloud SQL machine type, e.g. db-custom-2-7680', abort: true })
  .refine(
    exists,
    'a Cloud SQL machine type, e.g. db-custom-2-7680: one vCPU or an even number up to 96, and 0.9 to 6.5 GiB for each, in steps of 256 MiB from 3840 on',
  );
