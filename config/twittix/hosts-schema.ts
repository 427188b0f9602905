import { z } from 'zod';
import * as check from '../checks';

/** An address of one host; a private one, or that of the manager. */
const address = z.ipv4('an IPv4 address, e.g. 192.168.1.1');

const networkCard = z.strictObject({
  bridge: z.string().regex(/^vmbr[0-9]{1,4}$/, 'a bridge of Proxmox, e.g. vmbr1'),
  address,
  prefix: z.int().min(8).max(30).describe('Length of the network part.'),
  gateway: address.optional().describe('Where the default route leads; one card of a host has it.'),
});

const host = z.strictObject({
  role: z.enum(['manager', 'worker', 'monitoring']).describe('Of the Swarm; monitoring is not in it.'),
  node: check.label.describe('Proxmox node that runs it.'),
  id: z.int().min(100).max(999999999).describe('Number of the virtual machine.'),
  cpus: z.int().min(1).max(64),
  memoryMiB: z.int().min(1024).max(262144),
  diskGb: z.int().min(10).max(2000).describe('It can grow later, never shrink.'),
  networks: z
    .record(z.string().regex(/^[a-z]+$/, 'a name, e.g. cluster'), networkCard)
    .describe(
      'Its network cards. `public`: reached from outside, SSH only. `cluster`: Swarm. `storage`: backups and metrics.',
    ),
});

const sshKey = z
  .string()
  .regex(/^(ssh-ed25519|ecdsa-sha2-nistp256|ssh-rsa) [A-Za-z0-9+/=]+( .*)?$/, 'a public SSH key');

export const proxmox = z
  .strictObject({
    templateNode: check.label.describe('Proxmox node that has the template.'),
    templateId: z.int().min(100).max(999999999).describe('Template made from the cloud image of AlmaLinux 9.'),
    datastore: z.string().regex(/^[A-Za-z][A-Za-z0-9_-]+$/, 'a storage of Proxmox, e.g. local-lvm'),
    user: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'a login in lower case, e.g. ops'),
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
