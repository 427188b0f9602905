import { wellKnownPorts } from '../ports';
import { ANYWHERE } from '../ranges';
import {
  apiPort,
  ingressPorts,
  machinesOf,
  type NamedMachine,
  namedMachines,
  nodesOf,
  serversRange,
  theMachine,
} from './internal-facts';
import type { OnOwnMachinesConfig } from './internal-schema';

/** Who reaches what: on the firewall of Proxmox, outside of each machine. What is not here is shut. */
export interface Opening {
  /** Ranges or addresses. */
  readonly from: readonly string[];
  readonly protocol: 'tcp' | 'udp' | 'vrrp';
  /** e.g. `443`, or `7000:7999`. @default the protocol has none */
  readonly ports?: string;
  readonly why: string;
}

/** https://docs.cilium.io/en/stable/operations/system_requirements/#firewall-rules */
const cilium = { vxlan: '8472', health: '4240', wireguard: '51871' } as const;

/** https://linbit.com/drbd-user-guide/linstor-guide-1_0-en/ */
const linstor = { replicas: '7000:7999', satellite: '3366:3367' } as const;

/** Bricks are on ports of the last range. https://docs.gluster.org/en/latest/Administrator-Guide/Setting-Up-Clients/ */
const gluster = { management: '24007:24008', bricks: '49152:60999', nfs: '2049' } as const;

const nodePorts = { kubelet: '10250', etcd: '2379:2380', metrics: '9100' } as const;

/** What is open on a machine. */
export function openingsOf(config: OnOwnMachinesConfig, machine: NamedMachine): Opening[] {
  const nodes = addresses(nodesOf(config));
  return [
    ssh(config),
    ...(nodesOf(config).some(({ name }) => name === machine.name) ? node(nodes) : []),
    ...ofRole(config, machine, nodes),
  ];
}

/** What is open on a server: nothing to the outside. */
export function serverOpenings(config: OnOwnMachinesConfig): Opening[] {
  const servers = [serversRange(config)];
  const administrators = addresses([theMachine(config, 'vpn')]);
  return [
    { from: administrators, protocol: 'tcp', ports: '8006', why: 'Proxmox, for administrators' },
    { from: administrators, protocol: 'tcp', ports: String(wellKnownPorts.ssh), why: 'SSH for administrators' },
    { from: servers, protocol: 'tcp', ports: `${wellKnownPorts.ssh},8006`, why: 'the cluster manages itself' },
    { from: servers, protocol: 'tcp', ports: '60000:60050', why: 'machines move between servers' },
    { from: servers, protocol: 'udp', ports: '5405:5412', why: 'Corosync' },
  ];
}

/** Administrators come by the VPN, whose machine they appear as. */
function ssh(config: OnOwnMachinesConfig): Opening {
  const from = addresses([theMachine(config, 'vpn')]);
  return { from, protocol: 'tcp', ports: String(wellKnownPorts.ssh), why: 'SSH for administrators' };
}

function node(nodes: readonly string[]): Opening[] {
  return [
    { from: nodes, protocol: 'udp', ports: `${cilium.vxlan},${cilium.wireguard}`, why: 'networks of the pods' },
    { from: nodes, protocol: 'tcp', ports: cilium.health, why: 'Cilium looks after its nodes' },
    { from: nodes, protocol: 'tcp', ports: nodePorts.kubelet, why: 'the kubelet: logs, exec, metrics' },
    { from: nodes, protocol: 'tcp', ports: nodePorts.metrics, why: 'metrics of the machine' },
  ];
}

function ofRole(config: OnOwnMachinesConfig, { role }: NamedMachine, nodes: readonly string[]): Opening[] {
  const { network, vpn, storage } = config;
  const balancer = addresses([theMachine(config, 'load-balancer')]);
  switch (role) {
    case 'load-balancer':
      return [
        {
          from: [network.private, network.vpn],
          protocol: 'tcp',
          ports: String(apiPort),
          why: 'the API server, from the private network and the VPN',
        },
        { from: [ANYWHERE], protocol: 'tcp', ports: `${wellKnownPorts.http},${wellKnownPorts.https}`, why: 'HTTPS' },
      ];
    case 'vpn': {
      const outside = Object.values(vpn.bootstrap ?? {});
      return [
        { from: [ANYWHERE], protocol: 'udp', ports: String(vpn.port), why: 'OpenVPN' },
        ...(outside.length > 0
          ? [{ from: outside, protocol: 'tcp', ports: String(wellKnownPorts.ssh), why: 'until the VPN works' } as const]
          : []),
      ];
    }
    case 'control-plane':
      return [
        { from: [...balancer, ...nodes], protocol: 'tcp', ports: String(apiPort), why: 'the API server' },
        { from: addresses(machinesOf(config, 'control-plane')), protocol: 'tcp', ports: nodePorts.etcd, why: 'etcd' },
      ];
    case 'worker':
      return [
        {
          from: balancer,
          protocol: 'tcp',
          ports: Object.values(ingressPorts).join(),
          why: 'HTTPS, by the load balancer',
        },
        ...(storage === 'linstor' ? replicas(nodes) : []),
      ];
    case 'storage':
    case 'storage-controller':
      return storage === 'linstor' ? replicas(nodes) : bricks(config);
  }
}

function replicas(nodes: readonly string[]): Opening[] {
  return [
    { from: nodes, protocol: 'tcp', ports: linstor.replicas, why: 'DRBD' },
    { from: nodes, protocol: 'tcp', ports: linstor.satellite, why: 'LINSTOR tells its satellites' },
  ];
}

function bricks(config: OnOwnMachinesConfig): Opening[] {
  const peers = addresses(machinesOf(config, 'storage', 'storage-controller'));
  const clients = addresses(machinesOf(config, 'worker'));
  return [
    { from: peers, protocol: 'tcp', ports: gluster.management, why: 'GlusterFS' },
    { from: peers, protocol: 'tcp', ports: gluster.bricks, why: 'bricks of GlusterFS' },
    { from: addresses(machinesOf(config, 'storage')), protocol: 'vrrp', why: 'who has the address of NFS' },
    { from: clients, protocol: 'tcp', ports: gluster.nfs, why: 'NFS for the workers' },
  ];
}

function addresses(machines: readonly { readonly address: string }[]): string[] {
  return machines.map(({ address }) => address);
}

/** Every machine with what is open on it. */
export function allOpenings(
  config: OnOwnMachinesConfig,
): { readonly machine: NamedMachine; readonly openings: Opening[] }[] {
  return namedMachines(config).map((machine) => ({ machine, openings: openingsOf(config, machine) }));
}
