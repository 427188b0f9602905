import { z } from 'zod';
import * as check from '../checks';
import { clients } from '../clients';
import { cloudSqlTier, gkeMachineType } from '../google/machine-types';
import { gcpRegion, gcpZone } from '../google/regions';
import * as google from '../google/values';
import { cluster as laptopCluster } from '../laptop/values';
import { stateBucket } from '../state';
import { googleCloudWorkloads, laptopWorkloads } from './workloads';

/** What a subnet of Google Cloud may be, primary or secondary; https://cloud.google.com/vpc/docs/subnets#ipv4-ranges */
const subnetRange = check.networkRange({ widest: 4, narrowest: 29 });

const inCluster = z
  .strictObject({
    kind: z.literal('in-cluster'),
    storage: check.volumeSize.describe('Size of the MySQL volume.'),
  })
  .describe('MySQL in the cluster: no cloud account needed, no backups either.');

const cloudSql = z
  .strictObject({
    kind: z.literal('cloud-sql'),
    instance: check.label.describe('Name of the Cloud SQL instance; Google keeps a deleted name reserved for a week.'),
    tier: cloudSqlTier.describe('Machine type, e.g. db-custom-2-7680 (2 vCPU, 7.5 GiB).'),
    availability: z.enum(['REGIONAL', 'ZONAL']).describe('REGIONAL keeps a standby in another zone.'),
    diskSizeGb: z.int().min(10).max(65536).describe('Initial size; grows by itself up to diskSizeLimitGb.'),
    diskSizeLimitGb: z.int().min(10).max(65536).describe('Where automatic growth stops.'),
    retainedBackups: z.int().min(1).max(365).describe('Daily backups kept.'),
    deletionProtection: z
      .boolean()
      .describe(
        'While true, Terraform and the API refuse to delete the instance, and Terraform the database and the network.',
      ),
  })
  .describe('Cloud SQL for MySQL with IAM login and a private address.');

const network = z
  .strictObject({
    nodes: subnetRange.describe('Primary range of the subnet.'),
    pods: subnetRange.describe('Secondary range for pods; a /24 of it goes to each node.'),
    services: subnetRange.describe('Secondary range for ClusterIP Services.'),
    controlPlane: subnetRange.describe('A /28 for the private endpoint of the control plane.'),
    privateServices: subnetRange.describe('Range peered with Google services; Cloud SQL takes its address from it.'),
  })
  .describe('Address plan of the VPC; the ranges must not overlap.');

const cluster = z.strictObject({
  name: google.clusterName,
  machineType: gkeMachineType.describe('Of x86-64.'),
  minNodes: z.int().min(1).max(100),
  maxNodes: z.int().min(1).max(100),
  initialNodes: z.int().min(1).max(100).describe('Nodes at creation; the autoscaler decides afterwards.'),
  releaseChannel: z.enum(['RAPID', 'REGULAR', 'STABLE', 'EXTENDED']),
  privateNodes: z.boolean().describe('Nodes without public addresses, behind Cloud NAT.'),
  privateEndpoint: z
    .boolean()
    .describe('No public IP endpoint: kubectl goes through the DNS endpoint, guarded by IAM.'),
  authorizedNetworks: clients.describe('Who may reach the IP endpoint, by name.'),
  deletionProtection: z
    .boolean()
    .describe('While true, Terraform refuses to delete the cluster, the registry with its images, and the network.'),
});

const keys = z
  .strictObject({
    ring: check.label.describe(
      'Key ring in Cloud KMS; Google never deletes one, so a second deployment needs a new name.',
    ),
    deletionProtection: z
      .boolean()
      .describe('While true, Terraform refuses to destroy the keys, without which Vault and its backups stay sealed.'),
  })
  .describe("Keys that encrypt the cluster's Secrets and unseal Vault.");

const gcp = z
  .strictObject({
    projectId: google.projectId,
    region: gcpRegion,
    zone: gcpZone.describe('Where the zonal cluster runs.'),
    network,
    cluster,
    keys,
    stateBucket: stateBucket(google.bucket, 'Bucket'),
  })
  .describe('What Terraform creates on Google Cloud.');

const volumes = {
  storage: check.volumeSize.describe('Raft volume of each replica.'),
  auditStorage: check.volumeSize.describe('Audit log volume of each replica.'),
};

const monitoring = z.strictObject({
  retentionDays: z.int().min(1).max(365),
  storage: check.volumeSize.describe('Prometheus volume; its retention by size is derived from it.'),
  grafanaStorage: check.volumeSize,
});

const mail = z
  .strictObject({
    host: check.hostName.describe('Server that takes the mail.'),
    port: z.int().min(1).max(65535).describe('Usually 587, or 465 with security: tls.'),
    security: z
      .enum(['starttls', 'tls', 'none'])
      .describe('starttls: encrypted from the first command on, or not at all. tls: from the first byte.'),
    sender: check.emailAddress.describe('From whom the mails are.'),
    username: z.string().min(1).optional().describe('Login; its password is a secret. Left out: no login.'),
  })
  .describe('Mails links to those who forgot their password. Without it the API says that it cannot.');

const shared = {
  hosts: z.strictObject({ streamlit: check.hostName, fastapi: check.hostName }).describe('Public DNS names.'),
  traefik: z.strictObject({
    shared: z.boolean().describe("Serves the Ingresses of other systems too: it may reach every namespace's pods."),
  }),
  mail: mail.optional(),
  secrets: z
    .enum(['generated', 'vault'])
    .describe(
      'generated: a Job fills them with random values in the cluster. vault: the API takes its own from Vault.',
    ),
  monitoring,
};

/** In a cluster of one's own: no cloud account, no cert-manager, Traefik's self-signed certificate. */
export const laptop = z.strictObject({
  ...shared,
  workloads: laptopWorkloads,
  database: inCluster,
  vault: z.strictObject({
    replicas: z.int().refine((replicas) => replicas === 1, '1: without cert-manager Vault speaks no TLS to its peers'),
    ...volumes,
  }),
  cluster: laptopCluster,
});

/** On Google Cloud. */
export const googleCloud = z.strictObject({
  ...shared,
  workloads: googleCloudWorkloads,
  certificates: z
    .strictObject({
      email: check.emailAddress.describe("Contact of the Let's Encrypt account."),
      issuer: z
        .enum(['letsencrypt-staging', 'letsencrypt-prod'])
        .describe('Which issuer signs the hosts; staging while you try things out.'),
    })
    .describe("Certificates from Let's Encrypt by cert-manager, which also signs Vault's."),
  database: z.discriminatedUnion('kind', [inCluster, cloudSql]),
  vault: z.strictObject({
    replicas: z.union([z.literal(1), z.literal(3), z.literal(5)], 'one of 1, 3, 5: raft needs a majority'),
    ...volumes,
  }),
  gcp,
});

export type LaptopConfig = z.infer<typeof laptop>;
export type GoogleCloudConfig = z.infer<typeof googleCloud>;
export type ReactiviteConfig = LaptopConfig | GoogleCloudConfig;
export type GcpConfig = z.infer<typeof gcp>;
export type CloudSqlConfig = z.infer<typeof cloudSql>;
