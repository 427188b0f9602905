import type { App } from 'cdktf';
import {
  egressGateway,
  lastPart,
  type NamedMachine,
  namedMachines,
  type OnOwnMachinesConfig,
  placeTag,
  serverOf,
  theMachine,
  within,
} from '../../../config/caternet';
import type { Target } from '../../../config/system';
import { ProxmoxProvider } from '../../constructs/proxmox/provider';
import { type NetworkCard, VirtualMachine } from '../../constructs/proxmox/virtual-machine';
import { SystemStack } from '../../constructs/stack';
import { paths } from './files/paths';

/** The machines of our own cluster, each on its server. */
export class HostsStack extends SystemStack {
  constructor(app: App, target: Target<OnOwnMachinesConfig>) {
    super(app, target, { part: 'hosts' });
    new ProxmoxProvider(this, 'proxmox');
    const { system, environment, config } = target;
    const { proxmox } = config;
    for (const machine of namedMachines(config)) {
      const { name, id, server, role, cpus, memoryMiB, diskGb, dataGb } = machine;
      const place = placeTag(serverOf(config, machine).province);
      new VirtualMachine(this, name.replaceAll('-', '_'), {
        name,
        description: `${system.name} in ${environment}: ${role}. Made by Terraform.`,
        id,
        node: server,
        template: { node: proxmox.templateNode, id: proxmox.templateId },
        cpus,
        memoryMiB,
        diskGb,
        dataGb,
        datastore: proxmox.datastore,
        networks: cards(config, machine),
        firewall: true,
        nameServers: proxmox.nameServers,
        user: proxmox.user,
        sshKeys: proxmox.sshKeys,
        tags: [system.name, environment, role, place],
        deletionProtection: proxmox.deletionProtection,
      });
    }
    const { vpn } = config;
    this.publish(
      'ssh_command',
      'Leads to the way in.',
      `ssh ${proxmox.user}@${theMachine(config, 'vpn').public?.address}`,
    );
    this.publish('vpn', 'Where certificates of administrators lead.', `${vpn.host}:${vpn.port}`);
    this.publish(
      'inventory',
      'For Ansible; a synth writes it.',
      `cdktf.out/files/${system.name}-${environment}/${paths.inventory}`,
    );
  }
}

/** The private network, and one that leads out: the public one, or by NAT of the server. */
function cards(config: OnOwnMachinesConfig, { address, public: card }: NamedMachine): Record<string, NetworkCard> {
  const { bridges, egress } = config.network;
  const inside = { bridge: bridges.private, address, prefix: 24 };
  if (card) return { private: inside, public: { bridge: bridges.public, ...card } };
  const out = { address: within(egress, lastPart(address)), prefix: 24, gateway: egressGateway(config) };
  return { private: inside, egress: { bridge: bridges.egress, ...out } };
}
