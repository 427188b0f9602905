import type { App } from 'cdktf';
import type { Target } from '../../../config/system';
import { managerOf, namedHosts, type OnSwarmConfig } from '../../../config/twittix';
import { ProxmoxProvider } from '../../constructs/proxmox/provider';
import { VirtualMachine } from '../../constructs/proxmox/virtual-machine';
import { SystemStack } from '../../constructs/stack';
import { INVENTORY } from './files/paths';

/** The machines of the Swarm, and the one that watches it. */
export class HostsStack extends SystemStack {
  constructor(app: App, target: Target<OnSwarmConfig>) {
    super(app, target, { part: 'hosts' });
    new ProxmoxProvider(this, 'proxmox');
    const { system, environment } = target;
    const { proxmox, tunnelPort } = target.config;
    for (const host of namedHosts(proxmox.hosts)) {
      new VirtualMachine(this, host.name.replaceAll('-', '_'), {
        ...host,
        description: `${system.name} in ${environment}: ${host.role}. Made by Terraform.`,
        template: { node: proxmox.templateNode, id: proxmox.templateId },
        datastore: proxmox.datastore,
        nameServers: proxmox.nameServers,
        user: proxmox.user,
        sshKeys: proxmox.sshKeys,
        tags: [system.name, environment, host.role],
        deletionProtection: proxmox.deletionProtection,
      });
    }
    const login = `${proxmox.user}@${wayIn(target.config)}`;
    this.publish('ssh_command', 'Leads to the manager.', `ssh ${login}`);
    this.publish(
      'tunnel_command',
      `While it runs, http://localhost:${tunnelPort} leads to everything.`,
      `ssh -N -L ${tunnelPort}:localhost:${tunnelPort} ${login}`,
    );
    this.publish(
      'inventory',
      'For Ansible; a synth writes it.',
      `cdktf.out/files/${system.name}-${environment}/${INVENTORY}`,
    );
  }
}

/** The manager's address for those outside. */
function wayIn({ proxmox }: OnSwarmConfig): string | undefined {
  const { networks } = managerOf(proxmox.hosts);
  return (networks.public ?? networks.cluster)?.address;
}
