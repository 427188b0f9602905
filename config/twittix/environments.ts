import { environment } from '../system';
import { googleCloudRules, swarmRules } from './rules';
import { onGoogleCloud, onSwarm } from './schema';
import { secrets, services } from './services';

const repositories = Object.values(services).map(({ repository }) => repository);

/** On Cloud Run in europe-west1. */
export const production = environment({
  schema: onGoogleCloud,
  halves: ['terraform'],
  rules: googleCloudRules,
  placeholders: [
    'gcp.projectId: twittix',
    'gcp.build.githubAppInstallationId: 1',
    'example-project',
    'example-project-tfstate',
    '000000-000000-000000',
    ...repositories,
  ],
  record: {
    host: 'twittix.example.com',
    services,
    secrets: { ...secrets, 'smtp-password': 'provided' },
    mail: { host: 'smtp.example.com', sender: 'twittix@example.com', username: 'twittix@example.com' },
    gcp: {
      projectId: 'twittix',
      region: 'europe-west1',
      network: {
        range: '10.10.0.0/16',
        egress: '10.10.0.0/24',
        privateServices: '10.10.16.0/20',
        privateConnect: '10.10.1.0/28',
        fixedAddress: false,
      },
      database: {
        instance: 'twittix-postgres',
        tier: 'db-custom-2-7680',
        availability: 'REGIONAL',
        diskSizeGb: 20,
        diskSizeLimitGb: 200,
        retainedBackups: 14,
        maxConnections: 200,
        deletionProtection: true,
      },
      store: { nodeType: 'SHARED_CORE_NANO', replicas: 1, deletionProtection: true },
      run: { requestsPerMinute: 600, deletionProtection: true },
      media: 'none',
      build: { githubAppInstallationId: 1, tokenSecret: 'github-token' },
      admins: ['group:admins@example.com'],
      observability: {
        emails: ['ops@example.com'],
        logDays: 90,
        latencyMs: 1000,
        budget: { billingAccount: '000000-000000-000000', amount: 300, currency: 'EUR' },
      },
    },
  },
});

/** On three machines of one's own; the addresses that nobody outside sees are as they are. */
export const preprod = environment({
  schema: onSwarm,
  halves: ['terraform'],
  rules: swarmRules,
  placeholders: [
    'ghcr.io/my-account/twittix',
    'ghcr.io/my-account/twittix/stand-in',
    'ghcr.io/my-account/twittix/load',
  ],
  record: {
    services,
    secrets,
    registry: 'ghcr.io/my-account/twittix',
    standIn: 'ghcr.io/my-account/twittix/stand-in:1.0.0',
    load: { image: 'ghcr.io/my-account/twittix/load:1.0.0', seconds: 20, connections: 20, p99Ms: 1000 },
    tunnelPort: 8080,
    proxmox: {
      templateNode: 'pve',
      templateId: 9000,
      datastore: 'local-lvm',
      user: 'ops',
      sshKeys: ['ssh-ed25519 AAAA ops@example.com'],
      nameServers: ['192.0.2.53'],
      deletionProtection: true,
      hosts: {
        'twittix-1': {
          role: 'manager',
          node: 'pve',
          id: 5001,
          cpus: 2,
          memoryMiB: 4096,
          diskGb: 15,
          networks: {
            public: { bridge: 'vmbr0', address: '203.0.113.10', prefix: 24, gateway: '203.0.113.1' },
            cluster: { bridge: 'vmbr1', address: '192.168.1.1', prefix: 23 },
            storage: { bridge: 'vmbr2', address: '192.168.5.1', prefix: 23 },
          },
        },
        'twittix-2': {
          role: 'worker',
          node: 'pve',
          id: 5002,
          cpus: 2,
          memoryMiB: 4096,
          diskGb: 15,
          networks: {
            cluster: { bridge: 'vmbr1', address: '192.168.1.2', prefix: 23, gateway: '192.168.1.254' },
            storage: { bridge: 'vmbr2', address: '192.168.5.2', prefix: 23 },
          },
        },
        monitoring: {
          role: 'monitoring',
          node: 'pve',
          id: 5003,
          cpus: 4,
          memoryMiB: 4096,
          diskGb: 20,
          networks: {
            cluster: { bridge: 'vmbr1', address: '192.168.1.3', prefix: 23, gateway: '192.168.1.254' },
            storage: { bridge: 'vmbr2', address: '192.168.5.3', prefix: 23 },
          },
        },
      },
    },
  },
});
