import { sharedCluster } from '../laptop/facts';
import { environment } from '../system';
import { googleCloudRules, laptopRules } from './rules';
import { googleCloud, laptop } from './schema';

/** On a laptop: k3d, no cloud account, no credentials. */
export const local = environment({
  schema: laptop,
  halves: ['terraform', 'kubernetes'],
  rules: laptopRules,
  record: {
    hosts: { streamlit: 'streamlit.localhost', fastapi: 'fastapi.localhost' },
    traefik: { shared: true },
    workloads: {
      traefik: { replicas: 1 },
      fastapi: { image: 'fastapi:1.0.0', replicas: 1 },
      streamlit: { image: 'streamlit:1.0.0', replicas: 1 },
    },
    database: { kind: 'in-cluster', storage: '2Gi' },
    secrets: 'generated',
    vault: { replicas: 1, storage: '1Gi', auditStorage: '1Gi' },
    monitoring: { retentionDays: 2, storage: '2Gi', grafanaStorage: '1Gi' },
    cluster: sharedCluster,
  },
});

/** On GKE in europe-west1. */
export const production = environment({
  schema: googleCloud,
  halves: ['terraform', 'kubernetes'],
  rules: googleCloudRules,
  placeholders: [
    'my-project',
    'streamlit.monapp.com',
    'fastapi.monapp.com',
    'ops@monapp.com',
    'example-project',
    'example-project-tfstate',
  ],
  record: {
    hosts: { streamlit: 'streamlit.monapp.com', fastapi: 'fastapi.monapp.com' },
    certificates: { email: 'ops@monapp.com', issuer: 'letsencrypt-staging' },
    traefik: { shared: false },
    workloads: {
      traefik: { replicas: 2 },
      fastapi: { image: 'fastapi:1.0.0', replicas: 2 },
      streamlit: { image: 'streamlit:1.0.0', replicas: 2 },
    },
    database: {
      kind: 'cloud-sql',
      instance: 'reactivite-mysql',
      tier: 'db-custom-2-7680',
      availability: 'REGIONAL',
      diskSizeGb: 20,
      diskSizeLimitGb: 200,
      retainedBackups: 14,
      deletionProtection: true,
    },
    secrets: 'vault',
    vault: { replicas: 3, storage: '10Gi', auditStorage: '10Gi' },
    monitoring: { retentionDays: 15, storage: '50Gi', grafanaStorage: '5Gi' },
    gcp: {
      projectId: 'my-project',
      region: 'europe-west1',
      zone: 'europe-west1-b',
      network: {
        nodes: '10.10.0.0/20',
        pods: '10.20.0.0/16',
        services: '10.30.0.0/20',
        controlPlane: '172.16.0.0/28',
        privateServices: '10.40.0.0/20',
      },
      cluster: {
        name: 'gke-reactivite-cluster',
        machineType: 'e2-standard-2',
        minNodes: 2,
        maxNodes: 4,
        initialNodes: 2,
        releaseChannel: 'REGULAR',
        privateNodes: true,
        privateEndpoint: true,
        authorizedNetworks: {},
        deletionProtection: true,
      },
      keys: { ring: 'reactivite', deletionProtection: true },
    },
  },
});
