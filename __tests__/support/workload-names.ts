import { z } from 'zod';
import type { KubernetesObject } from '../../model/objects';
import { systems as all } from '../../synthesis/systems';

/** The systems that list their workloads, with the names. */
export const systems = all
  .map(({ name, environments }) => ({
    name,
    listed: new Set(Object.values(environments).flatMap(({ schema }) => namesIn(schema))),
  }))
  .filter(({ listed }) => listed.size > 0);

function namesIn(schema: z.ZodType): string[] {
  const { workloads } = schema instanceof z.ZodObject ? schema.shape : {};
  return workloads instanceof z.ZodObject ? Object.keys(workloads.shape) : [];
}

const kinds = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'];

export function isOwn({ kind }: KubernetesObject): boolean {
  return kinds.includes(kind);
}
