import { z } from 'zod';
import * as check from '../checks';
import { cronSchedule } from '../cron';
import { cluster, nodePort } from '../laptop/values';
import { workloads } from './workloads';

const flask = z.strictObject({
  nodePort: nodePort.describe('Node port that leads to Flask itself, past the gateway; one of cluster.nodePorts.'),
});

const postgres = z.strictObject({
  storage: check.volumeSize.describe('Size of the volume.'),
  backups: z
    .strictObject({
      schedule: cronSchedule.describe('When pg_dump runs, in UTC.'),
      retained: z.int().min(1).max(365).describe('Dumps kept.'),
      storage: check.volumeSize.describe('Size of the volume that keeps them.'),
    })
    .describe('Dumps on a volume of their own.'),
});

const monitoring = z.strictObject({
  retentionDays: z.int().min(1).max(365),
  storage: check.volumeSize.describe('Prometheus volume; its retention by size is derived from it.'),
  grafanaStorage: check.volumeSize,
  tracedPercent: z.int().min(0).max(100).describe('Share of the requests that leave a trace.'),
});

export const schema = z.strictObject({
  host: check.hostName.describe('DNS name that the gateway answers to; names below .localhost mean this machine.'),
  tlsSecret: check.label
    .optional()
    .describe(
      'Secret in istio-system with tls.crt and tls.key for `host`: the gateway then speaks HTTPS, and HTTP only to say so.',
    ),
  cluster,
  flask,
  workloads,
  postgres,
  monitoring,
});

export type FlaskMeshConfig = z.infer<typeof schema>;
