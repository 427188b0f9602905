import { z } from 'zod';
import { instanceTypes } from '../aws/instance-types';
import * as awsChecks from '../aws/values';
import * as check from '../checks';
import { someClients } from '../clients';
import { stateBucket } from '../state';
import { machineImages } from '../versions';

const ubuntuReleases = Object.keys(machineImages) as [UbuntuRelease, ...UbuntuRelease[]];

const machine = z.strictObject({
  instanceType: z.enum(instanceTypes).describe('All x86-64, as the machine image and the K3s binary are.'),
  diskGb: z.int().min(8).max(1000).describe('Encrypted gp3 root disk, in GiB.'),
});

const zone = z.strictObject({
  name: awsChecks.zone.describe('Availability zone.'),
  publicRange: awsChecks.networkRange.describe('Subnet of the load balancer and, in zone a, of the bastion.'),
  privateRange: awsChecks.networkRange.describe('Subnet of cluster nodes; nothing on the internet reaches it.'),
});

const network = z
  .strictObject({
    range: awsChecks.networkRange.describe('All addresses of the VPC.'),
    zones: z.strictObject({ a: zone, b: zone }).describe('A load balancer needs two. The K3s server is in zone a.'),
    nat: z
      .enum(['single', 'per-zone'])
      .describe('single: one NAT gateway, in zone a. per-zone: one each, for twice the money and no single failure.'),
    flowLogDays: awsChecks.logRetention.describe('How long flow logs are kept, in days.'),
  })
  .describe('Address plan of the VPC; the ranges must not overlap.');

const bastion = machine.extend({
  admins: someClients.describe('Who may reach SSH, by name, e.g. { office: 198.51.100.0/24, anna: 192.0.2.7/32 }.'),
});

const loadBalancer = z.strictObject({
  certificateArn: awsChecks.certificateArn
    .optional()
    .describe('Certificate of `host` in ACM. With it HTTPS, and a redirect to it; without it, plain HTTP.'),
  deletionProtection: z
    .boolean()
    .describe(
      'While true, Terraform and AWS refuse to delete the load balancer; Terraform also its logs, and the network.',
    ),
  accessLogDays: z.int().min(1).max(3650).describe('How long access logs are kept, in days.'),
});

const delivery = z
  .strictObject({
    repository: z
      .string()
      .regex(/^[A-Za-z0-9-]+\/[A-Za-z0-9._-]+$/, 'owner and name on GitHub, e.g. my-account/f1-vote')
      .describe("Whose workflow deploys: jobs of its GitHub environment of this environment's name."),
    repositoryIds: z
      .strictObject({
        owner: z.int().min(1).describe("Id of the repository's owner."),
        repository: z.int().min(1).describe('Id of the repository itself.'),
      })
      .optional()
      .describe(
        'What GitHub calls it beside the names, if it was created, renamed or moved since 2026-07-15 or opted in: gh api repos/OWNER/NAME --jq "[.owner.id, .id]"',
      ),
    githubProvider: z
      .enum(['create', 'existing'])
      .describe('An AWS account knows GitHub once. existing: something else has told it already.'),
  })
  .describe(
    'A role by which GitHub Actions reach the bastion through Systems Manager, without a port or a key of AWS.',
  );

export const aws = z
  .strictObject({
    region: awsChecks.region,
    stateBucket: stateBucket(awsChecks.bucket, 'S3 bucket'),
    ubuntu: z
      .enum(ubuntuReleases)
      .describe('Release that new machines start from; one that runs keeps its own until you replace it.'),
    network,
    bastion,
    server: machine.extend({
      terminationProtection: z
        .boolean()
        .describe(
          "While true, Terraform and AWS refuse to delete the K3s server, whose disk holds the cluster's state; Terraform also the network.",
        ),
    }),
    workers: machine.extend({ count: z.int().min(1).max(20).describe('They alternate between the zones.') }),
    sshPublicKey: awsChecks.publicKey
      .optional()
      .describe('Your own key, e.g. ssh-ed25519 AAAA... Without it Terraform generates one, kept in its state.'),
    loadBalancer,
    delivery: delivery.optional(),
    alarmEmail: check.emailAddress
      .optional()
      .describe('Who is told of alarms, after confirming by mail. Without it they only show in CloudWatch.'),
  })
  .describe('What Terraform creates on AWS.');

export type UbuntuRelease = keyof typeof machineImages;
export type AwsConfig = z.infer<typeof aws>;
export type ZoneKey = keyof AwsConfig['network']['zones'];
