import { z } from 'zod';
import { bucket as s3Bucket } from '../aws/values';
import * as check from '../checks';
import { clients } from '../clients';
import { cronSchedule } from '../cron';
import * as google from '../google/values';
import { stateBucket } from '../state';
import { canadianAwsRegion, canadianRegion } from './residency';

const subnetRange = check.networkRange({ widest: 8, narrowest: 29 });

const network = z
  .strictObject({
    nodes: subnetRange.describe('Primary range of the subnet.'),
    pods: subnetRange.describe('Secondary range for pods.'),
    services: subnetRange.describe('Secondary range for ClusterIP Services.'),
    controlPlane: subnetRange.describe('A /28 for the private endpoint of the control plane.'),
  })
  .describe('Address plan of the VPC; the ranges must not overlap.');

const cluster = z.strictObject({
  name: google.clusterName,
  releaseChannel: z.enum(['RAPID', 'REGULAR', 'STABLE', 'EXTENDED']),
  authorizedNetworks: clients.describe('Who may reach the IP endpoint; empty: the DNS endpoint alone, guarded by IAM.'),
  deletionProtection: z
    .boolean()
    .describe('While true, Terraform refuses to delete the cluster, its keys, buckets and network.'),
});

const minutes = (most: number) => z.int().min(1).max(most);

/** How often something is copied, how long that takes at most, and how old a copy may then be. */
const backup = z.strictObject({
  schedule: cronSchedule.describe('When it starts, UTC.'),
  everyMinutes: minutes(1440).describe('Longest time between two starts of `schedule`.'),
  longestRunMinutes: minutes(720).describe('After so long a run is given up, and an alert fires.'),
  copyMinutes: minutes(720).describe('Until the copy is in the bucket of the other region.'),
  rpoMinutes: minutes(1440).describe('Work that may be lost, whatever happens.'),
  retainedDays: z.int().min(1).max(3650).describe('How long a copy is kept.'),
});

export const recovery = z
  .strictObject({
    mongodb: backup,
    search: backup,
    cluster: z
      .strictObject({
        // Backup for GKE copies once an hour at most.
        // https://cloud.google.com/kubernetes-engine/docs/add-on/backup-for-gke/reference/rest/v1/projects.locations.backupPlans#rpoconfig
        rpoMinutes: z.int().min(60).max(86400),
        retainedDays: z.int().min(1).max(3650).describe('How long a copy is kept.'),
      })
      .describe('Objects and volumes of the whole cluster, by Backup for GKE.'),
    rtoMinutes: minutes(1440).describe('Until everything serves again when a whole region is lost.'),
    drill: cronSchedule.describe('When a backup is restored into a scratch namespace and counted, UTC.'),
  })
  .describe('What may be lost, for how long, and what is done about it.');

const traps = z
  .strictObject({
    projectId: google.projectId.describe('Project of its own: nothing but traps may be outside Canada.'),
    regions: z.array(google.region).min(1).describe('Where traps stand; at least two, anywhere.'),
    instancesPerRegion: z.int().min(1).max(100),
  })
  .describe('Traps on Cloud Run, without state.');

const dns = z.strictObject({
  zone: check.label.describe('Name of the managed zone of Cloud DNS that is made for the hosts.'),
  domain: check.hostName.describe('Its domain, which the registrar delegates to the name servers of the zone.'),
});

export const gcp = z
  .strictObject({
    projectId: google.projectId,
    folder: z
      .string()
      .regex(/^[0-9]{6,14}$/, 'the number of a folder')
      .optional()
      .describe('Of the projects: its logging settings keep the log buckets of new projects in Canada.'),
    region: canadianRegion.describe('Where it runs.'),
    recoveryRegion: canadianRegion.describe('Where it can be rebuilt, and where the copies are.'),
    zones: z.tuple([google.zone, google.zone]).describe('Two zones of `region` that each regional disk is in.'),
    disks: z
      .enum(['regional', 'zonal'])
      .describe('regional: each disk in two zones, for twice the money. zonal: for members that replicate themselves.'),
    network,
    cluster,
    keys: z.strictObject({ ring: check.label.describe('Key ring in Cloud KMS, of this name in both regions.') }),
    dns,
    backups: z.strictObject({
      bucket: google.bucket
        .max(56, 'a name of 56 characters at most: that of the snapshots ends with -search')
        .describe('In the other region; nothing in it is replaced. Snapshots of the search have one beside it.'),
      retentionDays: z.int().min(1).max(3650).describe('Nobody deletes a copy sooner.'),
      lock: z
        .enum(['off', 'I know that nobody can ever shorten it again'])
        .describe(
          'Locks the retention. It cannot be undone, by Google neither: the bucket lives until its last copy may go.',
        ),
    }),
    traps,
    logDays: z.int().min(1).max(3650).describe('How long logs are kept, in days.'),
    alerts: z.strictObject({ emails: z.array(check.emailAddress).min(1).describe('Who is told.') }),
    stateBucket: stateBucket(google.bucket, 'Bucket, in Canada as a plan makes sure,'),
  })
  .describe('What Terraform creates on Google Cloud.');

export const aws = z
  .strictObject({
    region: canadianAwsRegion,
    bucket: s3Bucket,
    retentionDays: z
      .int()
      .min(1)
      .max(3650)
      .describe('Object Lock: nobody deletes a copy sooner, in compliance mode the owner neither.'),
    mode: z
      .enum(['GOVERNANCE', 'COMPLIANCE'])
      .describe('GOVERNANCE: who has the right may still delete. COMPLIANCE: nobody.'),
    accountId: z.string().regex(/^[0-9]{12}$/, 'the number of an account, twelve digits'),
    stateBucket: stateBucket(s3Bucket, 'S3 bucket in the same region'),
  })
  .describe('The second copy, at another provider.');

export type GcpConfig = z.infer<typeof gcp>;
export type AwsConfig = z.infer<typeof aws>;
export type RecoveryConfig = z.infer<typeof recovery>;
