import { z } from 'zod';
import * as check from '../checks';
import { cronSchedule } from '../cron';

/** https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport */
const nodePort = z.int().min(30000).max(32767);

const hostPort = z.int().min(1).max(65535);

const cluster = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z]([-a-z0-9]{0,30}[a-z0-9])?$/, 'a name that k3d takes: at most 32 characters, e.g. flask-mesh')
      .describe('Name of the k3d cluster; its kubectl context is k3d-<name>.'),
    workerCount: z.int().min(1).max(10).describe('K3s agents beside the one server.'),
    ports: z
      .strictObject({
        http: hostPort.describe("Port of this machine that leads to the mesh's gateway."),
        https: hostPort.describe('The same for HTTPS, which the gateway speaks when `tlsSecret` is given.'),
        flask: nodePort.describe('Node port that leads to Flask itself, past the gateway; the same on this machine.'),
      })
      .describe('Where this machine answers. All must be free, and different.'),
  })
  .describe('The cluster that Terraform creates with k3d.');

const flask = z.strictObject({
  image: check.imageTag.describe('Name and tag of the image, built from apps/flask.'),
  replicas: z.int().min(1).max(20),
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
  postgres,
  monitoring,
});

export type FlaskMeshConfig = z.infer<typeof schema>;
