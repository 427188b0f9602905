import { z } from 'zod';
import * as check from '../checks';
import { address, bridge, datastore, login, machineId, sshKey } from '../proxmox/values';

const networkCard = z.strictObject({
  bridge,
  address,
  prefix: z.int().min(8).max(30).describe('Length of the network part.'),
  gateway: address.optional().describe('Where the default route leads; one card of a host has it.'),
});

const host = z.strictObject({
  role: z.enum(['manager', 'worker', 'monitoring']).describe('Of the Swarm; monitoring is not in it.'),
  node: check.label.describe('Proxmox node that runs it.'),
  id: machineId.describe('Number of the virtual machine.'),
  cpus: z.int().min(1).max(64),
  memoryMiB: z.int().min(1024).max(262144),
  diskGb: z.int().min(10).max(2000).describe('It can grow later, never shrink.'),
  networks: z
    .record(z.string().regex(/^[a-z]+$/, 'a name, e.g. cluster'), networkCard)
    .describe(
      'Its network cards. `public`: reached from outside, SSH only. `cluster`: Swarm. `storage`: backups and metrics.',
    ),
});

export const proxmox = z
  .strictObject({
    templateNode: check.label.describe('Proxmox node that has the template.'),
    templateId: machineId.describe('Template made from the cloud image of AlmaLinux 9.'),
    datastore,
    user: login,
    sshKeys: z.array(sshKey).min(1).describe('Public keys of those who operate it.'),
    deployKeys: z
      .array(sshKey)
      .optional()
      .describe('Public keys of workflows: they may bring images of the registry to services and test them, no more.'),
    nameServers: z.array(address).min(1),
    deletionProtection: z.boolean().describe('While true, Terraform and Proxmox refuse to remove the machines.'),
    timeServers: z.array(check.hostName).min(1).optional().describe('Left out: those of pool.ntp.org.'),
    hosts: z.record(check.label, host),
  })
  .describe('Virtual machines on Proxmox VE. Credentials come from the variables of the provider, PROXMOX_VE_*.');

export type ProxmoxConfig = z.infer<typeof proxmox>;
export type HostConfig = z.infer<typeof host>;
