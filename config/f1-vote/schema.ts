import { z } from 'zod';
import * as check from '../checks';
import { someClients } from '../clients';
import { cluster } from '../laptop/values';
import { aws } from './aws-schema';
import { laptopWorkloads, onAwsWorkloads } from './workloads';

const k3s = z.strictObject({
  version: z
    .string()
    .regex(/^v1\.\d+\.\d+\+k3s\d+$/, 'a K3s release, e.g. v1.36.5+k3s1')
    .describe('Exact release that Ansible installs; https://github.com/k3s-io/k3s/releases'),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'a SHA-256 sum in lower-case hexadecimal')
    .describe("Of the release's file `k3s`, as its sha256sum-amd64.txt has it."),
});

const shared = {
  admin: z
    .strictObject({
      user: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'a login in lower case, e.g. admin'),
      allowedRanges: someClients.describe(
        'From where /admin answers, by name, besides asking for the password. 0.0.0.0/0: from everywhere.',
      ),
    })
    .describe('The restricted page /admin.'),
  redis: z.strictObject({ storage: check.volumeSize.describe('Size of the Redis volume.') }),
  placement: z
    .enum(['by-role', 'anywhere'])
    .describe('by-role: Redis on the control-plane node, the app on workers only. anywhere: one node is enough.'),
  secrets: z
    .enum(['generated', 'provided'])
    .describe('generated: a Job fills them with random values in the cluster. provided: you create them.'),
};

/** In a cluster of one's own: no cloud account, nobody in front of Traefik. */
export const laptop = z.strictObject({
  ...shared,
  workloads: laptopWorkloads,
  host: check.hostName.describe('DNS name of the vote; names below .localhost mean this machine.'),
  cluster,
});

/** On machines of AWS, of which Ansible makes a K3s cluster. */
export const onAws = z.strictObject({
  ...shared,
  workloads: onAwsWorkloads,
  host: check.hostName
    .optional()
    .describe("Public DNS name of the vote. Left out, the load balancer's own name serves, without HTTPS."),
  aws,
  k3s: k3s.describe('What Ansible installs on the machines.'),
});

export type LaptopConfig = z.infer<typeof laptop>;
export type OnAwsConfig = z.infer<typeof onAws>;
export type F1VoteConfig = LaptopConfig | OnAwsConfig;
export type K3sConfig = z.infer<typeof k3s>;
