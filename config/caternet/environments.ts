import { sharedCluster } from '../laptop/facts';
import { environment } from '../system';
import { services, topics } from './bus';
import { POD_RANGE, STORAGE_CLASS } from './internal-facts';
import { autopilotRules, internalRules, laptopRules } from './rules';
import { laptop, type OnAutopilotConfig, type OnInternalClusterConfig, onAutopilot, onInternalCluster } from './schema';

const bus = { topics, services };

/** On a laptop: k3d and an emulator of the bus; nothing of production is in it. */
export const local = environment({
  schema: laptop,
  halves: ['terraform', 'kubernetes'],
  rules: laptopRules,
  record: {
    ...bus,
    hosts: { api: 'caternet-api.localhost', market: 'caternet-market.localhost' },
    catnodejs: { image: 'catnodejs:1.0.0', replicas: 1 },
    'cadaver-exchange': { image: 'cadaver-exchange:1.0.0', replicas: 1 },
    mousetrap: { image: 'mousetrap:1.0.0', mouseSeconds: 10, ratSeconds: 15, replicas: 2 },
    mongodb: { members: 1, storage: '2Gi' },
    search: { members: 1, storage: '2Gi' },
    monitoring: { retentionDays: 2, storage: '2Gi', grafanaStorage: '1Gi' },
    cluster: sharedCluster,
  },
});

/** A namespace on the internal cluster. */
function internal(name: string, sizes: Pick<OnInternalClusterConfig, 'mongodb' | 'search'>): OnInternalClusterConfig {
  return {
    ...bus,
    hosts: { api: `api.${name}.caternet.example.com`, market: `market.${name}.caternet.example.com` },
    catnodejs: { image: 'catnodejs:1.0.0', replicas: 1 },
    'cadaver-exchange': { image: 'cadaver-exchange:1.0.0', replicas: 1 },
    mousetrap: { image: 'mousetrap:1.0.0', mouseSeconds: 10, ratSeconds: 15, replicas: 2 },
    ...sizes,
    bus: { kind: 'emulator' },
    internal: {
      registry: 'registry.internal.example.com',
      storageClass: STORAGE_CLASS,
      ingressClass: 'traefik',
      ingressNamespace: 'traefik',
      issuer: 'internal',
      podRange: POD_RANGE,
      monitoringNamespace: 'monitoring',
    },
  };
}

/** What developers try their changes in. */
export const test = environment({
  schema: onInternalCluster,
  halves: ['kubernetes'],
  rules: internalRules,
  record: internal('test', { mongodb: { members: 1, storage: '5Gi' }, search: { members: 1, storage: '5Gi' } }),
});

/** What is accepted there goes to staging. */
export const qa = environment({
  schema: onInternalCluster,
  halves: ['kubernetes'],
  rules: internalRules,
  record: internal('qa', { mongodb: { members: 1, storage: '10Gi' }, search: { members: 1, storage: '10Gi' } }),
});

type Sizes = Pick<OnAutopilotConfig, 'catnodejs' | 'cadaver-exchange' | 'mongodb' | 'search' | 'monitoring'>;

/** On GKE Autopilot in Montréal; copies and the second place are in Toronto. */
function onGoogleCloud(name: string, sizes: Sizes): OnAutopilotConfig {
  return {
    ...bus,
    ...sizes,
    hosts: { api: `api.${name}.example.ca`, market: `market.${name}.example.ca` },
    mousetrap: { image: 'mousetrap:1.0.0', mouseSeconds: 10, ratSeconds: 15 },
    certificates: { email: `ops@${name}.example.ca`, issuer: 'letsencrypt-staging' },
    recovery: {
      // 20 + 15 + 10 minutes are less than an hour, also when one run is late.
      mongodb: {
        schedule: '*/20 * * * *',
        everyMinutes: 20,
        longestRunMinutes: 15,
        copyMinutes: 10,
        rpoMinutes: 60,
        retainedDays: 35,
      },
      // What is lost can be indexed again from MongoDB.
      search: {
        schedule: '30 */6 * * *',
        everyMinutes: 360,
        longestRunMinutes: 120,
        copyMinutes: 60,
        rpoMinutes: 1440,
        retainedDays: 35,
      },
      cluster: { rpoMinutes: 1440, retainedDays: 35 },
      rtoMinutes: 240,
      drill: '0 4 * * 1',
    },
    gcp: {
      projectId: `caternet-${name}`,
      region: 'northamerica-northeast1',
      recoveryRegion: 'northamerica-northeast2',
      zones: ['northamerica-northeast1-a', 'northamerica-northeast1-b'],
      disks: 'regional',
      network: {
        nodes: '10.60.0.0/20',
        pods: '10.64.0.0/14',
        services: '10.68.0.0/20',
        controlPlane: '172.16.1.0/28',
      },
      cluster: {
        name: `caternet-${name}`,
        releaseChannel: 'REGULAR',
        authorizedNetworks: {},
        deletionProtection: true,
      },
      keys: { ring: `caternet-${name}` },
      dns: { zone: 'caternet', domain: `${name}.example.ca` },
      backups: { bucket: `caternet-${name}-backups`, retentionDays: 30, lock: 'off' },
      traps: {
        projectId: `caternet-${name}-traps`,
        regions: ['northamerica-northeast1', 'us-east4'],
        instancesPerRegion: 1,
      },
      logDays: 400,
      alerts: { emails: [`ops@${name}.example.ca`] },
    },
    aws: {
      region: 'ca-central-1',
      bucket: `caternet-${name}-second-copy`,
      retentionDays: 30,
      mode: 'GOVERNANCE',
      accountId: '111122223333',
    },
  };
}

const placeholdersOf = ({ gcp, aws, hosts, certificates }: OnAutopilotConfig) => [
  ...Object.values(hosts),
  certificates.email,
  gcp.dns.domain,
  `gcp.projectId: ${gcp.projectId}`,
  gcp.traps.projectId,
  gcp.backups.bucket,
  // Of the example.
  ...['example-project', 'example-project-tfstate', 'example-traps', 'example-project-copies', 'example-second-copy'],
  ...gcp.alerts.emails,
  aws.bucket,
  aws.accountId,
];

const productionRecord = onGoogleCloud('production', {
  catnodejs: { image: 'catnodejs:1.0.0', minReplicas: 2, maxReplicas: 10, cpuPercent: 70 },
  'cadaver-exchange': { image: 'cadaver-exchange:1.0.0', minReplicas: 2, maxReplicas: 10, cpuPercent: 70 },
  mongodb: { members: 3, storage: '50Gi' },
  search: { members: 3, storage: '50Gi' },
  monitoring: { retentionDays: 15, storage: '50Gi', grafanaStorage: '5Gi' },
});

const stagingRecord = onGoogleCloud('staging', {
  catnodejs: { image: 'catnodejs:1.0.0', minReplicas: 1, maxReplicas: 3, cpuPercent: 70 },
  'cadaver-exchange': { image: 'cadaver-exchange:1.0.0', minReplicas: 1, maxReplicas: 3, cpuPercent: 70 },
  mongodb: { members: 3, storage: '10Gi' },
  search: { members: 1, storage: '10Gi' },
  monitoring: { retentionDays: 7, storage: '20Gi', grafanaStorage: '2Gi' },
});

export const production = environment({
  schema: onAutopilot,
  halves: ['terraform', 'kubernetes'],
  rules: autopilotRules,
  placeholders: placeholdersOf(productionRecord),
  record: productionRecord,
});

/** As production, smaller. */
export const staging = environment({
  schema: onAutopilot,
  halves: ['terraform', 'kubernetes'],
  rules: autopilotRules,
  placeholders: placeholdersOf(stagingRecord),
  record: stagingRecord,
});
