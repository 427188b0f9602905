import {
  apiPort,
  egressGateway,
  ingressPorts,
  machinesOf,
  type NamedMachine,
  nfsAddress,
  nodesOf,
  type OnOwnMachinesConfig,
  type Role,
  STORAGE_CLASS,
  SYSTEM,
  serversRange,
  serviceAccountIssuer,
  theMachine,
} from '../../../../config/caternet';
import { netmaskOf, networkOf } from '../../../../config/ranges';
import { releases } from '../../../../config/versions';
import { toYaml } from '../../../../model/yaml';
import { paths } from './paths';

/** Groups of the inventory by the role of their machines. */
const groups = {
  load_balancers: 'load-balancer',
  vpn: 'vpn',
  control_planes: 'control-plane',
  workers: 'worker',
  replicas: 'storage',
  witnesses: 'storage-controller',
} as const satisfies Record<string, Role>;

type Group = keyof typeof groups;

/** Ansible's inventory: servers and machines, the way to them, and the facts of the config that the playbooks go by. */
export function inventory(config: OnOwnMachinesConfig): string {
  const names = Object.keys(groups) as Group[];
  const nodes = new Set(nodesOf(config).map(({ role }) => role));
  const member = (group: Group) => [group, null] as const;
  return toYaml({
    all: {
      vars: {
        ansible_ssh_common_args: `-F "{{ inventory_dir }}/{{ way | default('${paths.ssh}') }}"`,
        synthesized: '{{ inventory_dir }}',
        time_servers: config.proxmox.timeServers,
      },
      children: {
        servers: { hosts: servers(config), vars: { ansible_user: 'root', ...serverFacts(config) } },
        machines: {
          vars: { ansible_user: config.proxmox.user, ...machineFacts(config) },
          children: Object.fromEntries(
            names.map((group) => [group, { hosts: hosts(machinesOf(config, groups[group])) }]),
          ),
        },
        kubernetes: { children: Object.fromEntries(names.filter((group) => nodes.has(groups[group])).map(member)) },
      },
    },
  });
}

/** How ssh reaches everything. Host keys go where your ssh keeps them. */
export function sshConfig(config: OnOwnMachinesConfig, by: 'vpn' | 'servers'): string {
  const vpn = theMachine(config, 'vpn');
  const [first = ''] = Object.keys(config.servers);
  const jump = by === 'vpn' ? vpn.name : first;
  const entry = (name: string, address: string, direct: boolean) => [
    `Host ${name}`,
    `  HostName ${address}`,
    ...(direct ? [] : [`  ProxyJump ${jump}`]),
  ];
  return [
    ...Object.entries(config.servers).flatMap(([name, server]) =>
      entry(name, by === 'servers' ? server.public : server.address, by === 'servers'),
    ),
    ...Object.entries(config.machines).flatMap(([name, { address, public: card }]) => {
      const direct = by === 'vpn' && name === vpn.name;
      return entry(name, direct ? (card?.address ?? address) : address, direct);
    }),
    ...Object.keys(config.servers).flatMap((name) => [`Host ${name}`, '  User root']),
    'Host *',
    `  User ${config.proxmox.user}`,
    '  ForwardAgent no',
    '',
  ].join('\n');
}

function servers({ servers: all }: OnOwnMachinesConfig) {
  return Object.fromEntries(Object.entries(all).map(([name, { address }]) => [name, { private_address: address }]));
}

function hosts(machines: readonly NamedMachine[]) {
  return Object.fromEntries(machines.map(({ name, address }) => [name, { private_address: address }]));
}

function serverFacts(config: OnOwnMachinesConfig) {
  const { network, quorumDevice } = config;
  return {
    cluster_name: SYSTEM,
    quorum_device: quorumDevice.address,
    servers_range: serversRange(config),
    public_bridge: network.bridges.public,
    private_bridge: network.bridges.private,
    egress_bridge: network.bridges.egress,
    egress_range: network.egress,
    egress_gateway: egressGateway(config),
    machine_ids: Object.values(config.machines).map(({ id }) => id),
  };
}

/** Said once, in the config; the roles have no values of their own for these. */
function machineFacts(config: OnOwnMachinesConfig) {
  const { network, kubernetes, vpn, storage } = config;
  return {
    cluster: SYSTEM,
    kubernetes_version: releases.kubernetes.version.slice(1),
    containerd_version: releases.containerd.version,
    kubernetes_endpoint: kubernetes.endpoint,
    endpoint_address: theMachine(config, 'load-balancer').address,
    api_port: apiPort,
    pod_range: network.pods,
    service_range: network.services,
    private_range: network.private,
    ingress_ports: ingressPorts,
    service_account_issuer: serviceAccountIssuer(config),
    backups_kept: kubernetes.backupsKept,
    storage_kind: storage,
    storage_class: STORAGE_CLASS,
    nfs_address: nfsAddress(config),
    piraeus_version: releases.piraeus.version,
    vpn_host: vpn.host,
    vpn_port: vpn.port,
    vpn_range: network.vpn,
    vpn_network: networkOf(network.vpn),
    vpn_netmask: netmaskOf(network.vpn),
    private_network: networkOf(network.private),
    private_netmask: netmaskOf(network.private),
    administrators: vpn.administrators,
    revoked_administrators: vpn.revoked,
  };
}
