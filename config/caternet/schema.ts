import { z } from 'zod';
import * as check from '../checks';
import { cluster as laptopCluster } from '../laptop/values';
import { services, topics } from './bus-schema';
import { aws, gcp, recovery } from './cloud-schema';

const replicas = z.int().min(1).max(50);

const app = (name: string) =>
  z.strictObject({
    image: check.image.describe(
      `The ${name} image that you build from apps/caternet, \`[registry/]name:tag[@digest]\`; without a registry it is in the environment's.`,
    ),
    replicas,
  });

const scaledApp = (name: string) =>
  app(name)
    .omit({ replicas: true })
    .extend({
      minReplicas: replicas,
      maxReplicas: replicas,
      cpuPercent: z.int().min(10).max(95).describe('Average CPU, in percent of what pods request, that is scaled to.'),
    });

const seconds = z.int().min(1).max(86400);

const trap = z.strictObject({
  image: check.image.describe('The trap image that you build from apps/caternet/mousetrap.'),
  mouseSeconds: seconds.describe('A mouse is caught so often.'),
  ratSeconds: seconds.describe('A rat is caught so often.'),
});

/** A majority decides; one member decides alone and is gone with its node. */
const members = z.union([z.literal(1), z.literal(3)], 'one of 1, 3: a replica set needs a majority');

const mongodb = z
  .strictObject({ members, storage: check.volumeSize.describe('Volume of each member.') })
  .describe('MongoDB 8.0, a replica set.');

const search = z
  .strictObject({ members, storage: check.volumeSize.describe('Volume of each node.') })
  .describe('Elasticsearch 9.');

const monitoring = z.strictObject({
  retentionDays: z.int().min(1).max(365),
  storage: check.volumeSize.describe('Prometheus volume; its retention by size is derived from it.'),
  grafanaStorage: check.volumeSize,
});

const shared = {
  hosts: z
    .strictObject({ api: check.hostName, market: check.hostName })
    .describe('DNS names: api of catnodejs, market of cadaver-exchange. HTTPS only.'),
  topics,
  services,
  mongodb,
  search,
};

const emulator = z
  .strictObject({ kind: z.literal('emulator') })
  .describe("Pub/Sub's emulator in the cluster; it forgets when it restarts.");

const federated = z
  .strictObject({
    kind: z.literal('federated'),
    projectId: z.string().min(6).describe('Project that has the topics.'),
    provider: z
      .string()
      .regex(
        /^projects\/\d+\/locations\/global\/workloadIdentityPools\/[a-z0-9-]+\/providers\/[a-z0-9-]+$/,
        'a provider of workload identities',
      )
      .describe("Whom Google trusts: the cluster's own signer of tokens."),
  })
  .describe('Topics of Google Cloud, reached without keys.');

/** On a laptop: k3d, no cloud account, nothing of production. */
export const laptop = z.strictObject({
  ...shared,
  catnodejs: app('Parse Server'),
  'cadaver-exchange': app('exchange'),
  mousetrap: trap.extend({ replicas }),
  monitoring,
  cluster: laptopCluster,
});

/** On the team's own cluster, which has Prometheus, certificates and storage classes for all. */
export const onInternalCluster = z.strictObject({
  ...shared,
  catnodejs: app('Parse Server'),
  'cadaver-exchange': app('exchange'),
  mousetrap: trap.extend({ replicas }),
  bus: z.discriminatedUnion('kind', [emulator, federated]),
  internal: z
    .strictObject({
      registry: z
        .string()
        .regex(/^[a-z0-9.-]+(:[0-9]+)?(\/[a-z0-9._/-]+)?$/, 'a registry, e.g. registry.internal:5000'),
      storageClass: check.label.describe('Class of the volumes of MongoDB and Elasticsearch.'),
      ingressClass: check.label,
      ingressNamespace: check.label.describe('Where the pods are that serve the class.'),
      issuer: check.label.describe('ClusterIssuer of cert-manager that signs the hosts.'),
      podRange: check
        .networkRange({ widest: 8, narrowest: 24 })
        .describe("Range of its pods, the ingress controller's among them: they say who asks."),
      monitoringNamespace: check.label.describe("Where the cluster's Prometheus and Grafana run."),
    })
    .describe('What the cluster offers.'),
});

/** On GKE Autopilot. */
export const onAutopilot = z.strictObject({
  ...shared,
  catnodejs: scaledApp('Parse Server'),
  'cadaver-exchange': scaledApp('exchange'),
  mousetrap: trap,
  monitoring,
  certificates: z
    .strictObject({
      email: check.emailAddress.describe("Contact of the Let's Encrypt account."),
      issuer: z.enum(['letsencrypt-staging', 'letsencrypt-prod']).describe('Which issuer signs the hosts.'),
    })
    .describe("Certificates from Let's Encrypt by cert-manager, by DNS-01 through Cloud DNS."),
  recovery,
  gcp,
  aws,
});

export type LaptopConfig = z.infer<typeof laptop>;
export type OnInternalClusterConfig = z.infer<typeof onInternalCluster>;
export type OnAutopilotConfig = z.infer<typeof onAutopilot>;
export type CaternetConfig = LaptopConfig | OnInternalClusterConfig | OnAutopilotConfig;
