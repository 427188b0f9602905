import { z } from 'zod';
import * as check from '../checks';

/** Value types of clusters on a laptop; like those of `../checks`, each message can follow "expected". */

/** https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport */
export const nodePort = z.int().min(30000).max(32767);

const hostPort = z.int().min(1).max(65535);

const existing = z
  .strictObject({
    context: z
      .string()
      .regex(/^[\w.:@/-]+$/, 'a context of kubectl, e.g. the one that kubectl config current-context prints')
      .describe('Context of your kubeconfig, which is read and never written.'),
    registry: z
      .string()
      .regex(/^[a-z0-9.-]+(:[0-9]+)?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/, {
        error: 'a registry, with a path if it needs one, e.g. ghcr.io/me',
        abort: true,
      })
      .refine((name) => check.hasRegistry(`${name}/image`), 'a registry, e.g. ghcr.io/me or registry.internal:5000')
      .describe('Where images are pushed to; the cluster must be able to pull from there.'),
  })
  .describe('A cluster that is there already. The k3d cluster, its workers and its ports then mean nothing.');

/** The cluster that `npm run up` brings a system to. */
export const cluster = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z]([-a-z0-9]{0,30}[a-z0-9])?$/, 'a name that k3d takes: at most 32 characters, e.g. terrachart')
      .describe('Name of the k3d cluster; systems that say the same one share it, and must agree on the rest.'),
    workerCount: z.int().min(1).max(10).describe('K3s agents beside the one server.'),
    ports: z
      .strictObject({
        http: hostPort.describe('Port of this machine that leads to port 80 of the cluster, where Traefik listens.'),
        https: hostPort.describe('The same for HTTPS.'),
      })
      .describe('Where this machine answers for Ingresses. Both must be free, and different.'),
    nodePorts: z
      .array(nodePort)
      .max(20)
      .describe('Node ports that this machine publishes under the same number. Systems take theirs from among them.'),
    existing: existing.optional(),
  })
  .describe('The cluster that npm run up makes with k3d.');

export type ClusterConfig = z.infer<typeof cluster>;
