import { environment } from '../system';
import { POD_RANGE } from './internal-facts';
import { ownMachineRules } from './internal-rules';
import { onOwnMachines } from './internal-schema';

/** An address of the hoster for a machine. */
const hosted = (address: string) => ({ address, prefix: 32, gateway: '203.0.113.254' });

const controlPlane = { role: 'control-plane', cpus: 2, memoryMiB: 6144, diskGb: 60 } as const;
/** Some 72 GiB for pods, of the two. */
const worker = { role: 'worker', cpus: 12, memoryMiB: 40960, diskGb: 200 } as const;
const storage = { role: 'storage', cpus: 4, memoryMiB: 8192, diskGb: 40, dataGb: 1500 } as const;

/** The team's own cluster, for `test`, `qa` and its tools, on four servers of a hoster in Québec. */
export const internal = environment({
  schema: onOwnMachines,
  halves: ['terraform'],
  rules: ownMachineRules,
  placeholders: [],
  record: {
    proxmox: {
      templateNode: 'compute-1',
      templateId: 9000,
      datastore: 'local-lvm',
      user: 'ops',
      sshKeys: ['ssh-ed25519 AAAA ops@example.com'],
      nameServers: ['192.0.2.53'],
      timeServers: ['pool.ntp.org'],
      deletionProtection: true,
    },
    servers: {
      'compute-1': {
        province: 'CA-QC',
        address: '10.10.10.200',
        public: '203.0.113.200',
        cpus: 16,
        memoryGiB: 64,
        diskGb: 900,
      },
      'compute-2': {
        province: 'CA-QC',
        address: '10.10.10.201',
        public: '203.0.113.201',
        cpus: 16,
        memoryGiB: 64,
        diskGb: 900,
      },
      'storage-server-1': {
        province: 'CA-QC',
        address: '10.10.10.202',
        public: '203.0.113.202',
        cpus: 8,
        memoryGiB: 32,
        diskGb: 3600,
      },
      'storage-server-2': {
        province: 'CA-QC',
        address: '10.10.10.203',
        public: '203.0.113.203',
        cpus: 8,
        memoryGiB: 32,
        diskGb: 3600,
      },
    },
    quorumDevice: { address: '198.51.100.53', province: 'CA-ON' },
    network: {
      private: '10.10.10.0/24',
      egress: '192.168.1.0/24',
      vpn: '10.8.0.0/24',
      pods: POD_RANGE,
      services: '10.96.0.0/16',
      bridges: { public: 'vmbr0', private: 'vmbr1', egress: 'vmbr2' },
    },
    machines: {
      'kube-load-balancer': {
        role: 'load-balancer',
        server: 'compute-1',
        id: 1001,
        cpus: 2,
        memoryMiB: 2048,
        diskGb: 20,
        address: '10.10.10.1',
        public: hosted('203.0.113.1'),
      },
      // With the load balancer and the VPN, the loss of compute-1 would take the witness as well.
      'storage-controller': {
        role: 'storage-controller',
        server: 'compute-2',
        id: 1002,
        cpus: 2,
        memoryMiB: 4096,
        diskGb: 40,
        address: '10.10.10.2',
      },
      openvpn: {
        role: 'vpn',
        server: 'compute-1',
        id: 1003,
        cpus: 1,
        memoryMiB: 1024,
        diskGb: 15,
        address: '10.10.10.3',
        public: hosted('203.0.113.3'),
      },
      'kube-control-plane-1': { ...controlPlane, server: 'compute-1', id: 1010, address: '10.10.10.10' },
      'kube-control-plane-2': { ...controlPlane, server: 'storage-server-1', id: 1011, address: '10.10.10.11' },
      'kube-control-plane-3': { ...controlPlane, server: 'storage-server-2', id: 1012, address: '10.10.10.12' },
      'kube-worker-1': {
        ...worker,
        server: 'compute-2',
        id: 1013,
        address: '10.10.10.13',
        public: hosted('203.0.113.13'),
      },
      // The drawing has both workers on one server: its loss would have been that of everything that runs on them.
      'kube-worker-2': {
        ...worker,
        server: 'compute-1',
        id: 1014,
        address: '10.10.10.14',
        public: hosted('203.0.113.14'),
      },
      'storage-1': { ...storage, server: 'storage-server-1', id: 1020, address: '10.10.10.20' },
      'storage-2': { ...storage, server: 'storage-server-2', id: 1021, address: '10.10.10.21' },
    },
    kubernetes: { endpoint: 'kubernetes.internal.example.com', backupsKept: 72 },
    delivery: { manifests: 'https://gitlab.internal.example.com/api/v4/projects/caternet%2Fmanifests' },
    storage: 'linstor',
    vpn: { host: 'vpn.internal.example.com', port: 1194, administrators: ['first-administrator'], revoked: [] },
    tools: {
      traefik: true,
      certManager: true,
      metricsServer: true,
      headlamp: true,
      monitoring: true,
      gitlab: true,
      gitlabRunner: true,
      sonarqube: true,
      logs: true,
      spinnaker: true,
    },
  },
});
