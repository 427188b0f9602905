import { z } from 'zod';
import * as check from '../checks';
import { cloudSqlTier } from '../google/machine-types';
import * as google from '../google/values';
import { secretName } from './service-schema';

const network = z
  .strictObject({
    range: check.networkRange({ widest: 8, narrowest: 24 }).describe('All addresses of the VPC.'),
    egress: check
      .networkRange({ widest: 8, narrowest: 26 })
      .describe('Subnet from which the services call; four addresses an instance while versions change.'),
    privateServices: check
      .networkRange({ widest: 8, narrowest: 24 })
      .describe('Range peered with Google services; Cloud SQL takes its address from it.'),
    privateConnect: check
      .networkRange({ widest: 8, narrowest: 29 })
      .describe('Subnet in which the store gets its addresses, by Private Service Connect.'),
    fixedAddress: z
      .boolean()
      .describe('true: Cloud NAT, so that everything that leaves has one address; others can allow-list it. It costs.'),
  })
  .describe('Address plan; the ranges lie in `range` and do not overlap.');

const database = z.strictObject({
  instance: check.label.describe('Name of the Cloud SQL instance; Google keeps a deleted name reserved for a week.'),
  tier: cloudSqlTier.describe('Machine type, e.g. db-custom-2-7680 (2 vCPU, 7.5 GiB).'),
  availability: z.enum(['REGIONAL', 'ZONAL']).describe('REGIONAL keeps a standby in another zone.'),
  diskSizeGb: z.int().min(10).max(65536).describe('Initial size; grows by itself up to diskSizeLimitGb.'),
  diskSizeLimitGb: z.int().min(10).max(65536).describe('Where automatic growth stops.'),
  retainedBackups: z.int().min(1).max(365).describe('Daily backups kept.'),
  maxConnections: z.int().min(25).max(5000).describe('Connections that PostgreSQL takes; the alert counts against it.'),
  deletionProtection: z.boolean().describe('While true, Terraform and the API refuse to delete the instance.'),
});

const store = z.strictObject({
  nodeType: z.enum(['SHARED_CORE_NANO', 'STANDARD_SMALL', 'HIGHMEM_MEDIUM', 'HIGHMEM_XLARGE']),
  replicas: z
    .int()
    .min(0)
    .max(2)
    .describe('Copies in other zones; with 0 a lost node loses codes and links on their way.'),
  deletionProtection: z.boolean().describe('While true, Terraform and the API refuse to delete the store.'),
});

const run = z.strictObject({
  requestsPerMinute: z
    .int()
    .min(10)
    .max(1000000)
    .describe('Requests of one address that the load balancer lets through; an office may share one.'),
  deletionProtection: z
    .boolean()
    .describe('While true, Terraform refuses to delete the services, their jobs and the public address.'),
});

const build = z.strictObject({
  githubAppInstallationId: z
    .int()
    .min(1)
    .describe("Installation of Cloud Build's GitHub app; the last number of its settings page's address."),
  tokenSecret: check.label.describe(
    'Secret with a GitHub token, which the connection reads; the runbook says how to make it.',
  ),
});

/** https://cloud.google.com/iam/docs/principal-identifiers */
const member = z
  .string()
  .regex(/^(user|group):[^@\s]+@[^@\s]+$/, 'a member, e.g. user:anna@example.com or group:admins@example.com');

const observability = z.strictObject({
  emails: z
    .array(check.emailAddress)
    .min(1)
    // https://docs.cloud.google.com/billing/docs/how-to/budgets-notification-recipients
    .max(5)
    .describe('Who is told of alerts, and by the budget, which tells five at most.'),
  logDays: z.int().min(1).max(3650).describe('How long logs are kept, in days.'),
  latencyMs: z.int().min(50).max(60000).describe('95 of 100 requests are answered sooner, or an alert fires.'),
  budget: z
    .strictObject({
      billingAccount: z
        .string()
        .regex(/^[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}$/, 'a billing account, e.g. 000000-000000-000000'),
      amount: z.int().min(1).describe('A month, in the currency of the account.'),
      currency: z.string().regex(/^[A-Z]{3}$/, 'a currency, e.g. EUR'),
    })
    .describe('Mails at half, nine tenths and all of it; it stops nothing.'),
});

const delivery = z
  .strictObject({
    repository: z
      .string()
      .regex(/^[A-Za-z0-9-]+\/[A-Za-z0-9._-]+$/, 'owner and name on GitHub, e.g. my-account/terrachart'),
    repositoryIds: z.strictObject({
      owner: z.int().min(1).describe("Id of the repository's owner."),
      repository: z.int().min(1).describe('Id of the repository itself.'),
    }),
    environment: z.string().regex(/^[A-Za-z0-9_-]+$/, 'an environment of GitHub, e.g. twittix-production'),
  })
  .describe('Whose workflow applies the infrastructure: its jobs in one GitHub environment, which somebody approves.');

export const gcp = z
  .strictObject({
    projectId: google.projectId,
    region: google.region,
    network,
    database,
    store,
    run,
    media: z
      .enum(['none', 'cdn'])
      .describe('cdn: a bucket whose objects everybody may read, behind Cloud CDN at /media. none: no bucket.'),
    build,
    generations: z
      .record(secretName, z.int().min(1))
      .optional()
      .describe(
        'Generated secrets that have been renewed, by how many values they have had; a higher number is a new value.',
      ),
    organization: z
      .string()
      .regex(/^[0-9]{6,14}$/, 'the number of an organization')
      .optional()
      .describe(
        'Of the project. Without one nobody can log in through IAP, and services for members are not published.',
      ),
    admins: z.array(member).min(1).describe('Who may open the services whose access is `members`.'),
    observability,
    delivery: delivery.optional(),
    stateBucket: google.bucket
      .optional()
      .describe('Bucket for Terraform state; local files when left out. Named later: cdktf deploy --migrate-state.'),
  })
  .describe('What Terraform creates on Google Cloud.');

export type GcpConfig = z.infer<typeof gcp>;
