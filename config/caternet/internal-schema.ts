import { z } from 'zod';
import * as check from '../checks';
import { someClients } from '../clients';
import { address, bridge, datastore, login, machineId, sshKey } from '../proxmox/values';
import { toolNames } from './internal-tools';
import { provinces } from './residency';

/** What a machine is for; where in the plan its address is follows from it. */
export const roles = ['load-balancer', 'storage-controller', 'vpn', 'control-plane', 'worker', 'storage'] as const;

const province = z.enum(provinces).describe('Where it stands: data stays in Canada.');

const server = z
  .strictObject({
    province,
    address: address.describe('On the private network.'),
    public: address.describe('Of the hoster. Nothing is open there once the firewall runs.'),
    cpus: z.int().min(2).max(512).describe('Threads; virtual machines may share them.'),
    memoryGiB: z.int().min(16).max(4096),
    diskGb: z.int().min(100).max(100000).describe('What the datastore has for virtual machines.'),
  })
  .describe('A physical server with Proxmox VE.');

const publicCard = z.strictObject({
  address,
  prefix: z.int().min(8).max(32).describe('Length of the network part.'),
  gateway: address,
  mac: z
    .string()
    .regex(/^([0-9A-F]{2}:){5}[0-9A-F]{2}$/, 'a MAC address in capitals, e.g. 02:00:00:12:34:56')
    .optional()
    .describe('That which the hoster gave to the address; left out where it wants none.'),
});

const machine = z.strictObject({
  role: z.enum(roles),
  server: check.label.describe('Server that runs it: machines that replace each other stand on different ones.'),
  id: machineId.describe('Number of the virtual machine.'),
  cpus: z.int().min(1).max(64),
  memoryMiB: z.int().min(1024).max(524288),
  diskGb: z.int().min(10).max(10000).describe('It can grow later, never shrink.'),
  dataGb: z
    .int()
    .min(10)
    .max(50000)
    .optional()
    .describe('A second disk, for what volumes hold; of `storage` machines.'),
  address: address.describe('On the private network.'),
  public: publicCard.optional().describe('Left out: what goes out goes by NAT of the server.'),
});

const range = check.networkRange({ widest: 8, narrowest: 28 });

const network = z
  .strictObject({
    private: check
      .networkRange({ widest: 24, narrowest: 24 })
      .describe("The hoster's private network between the servers, a /24."),
    egress: check
      .networkRange({ widest: 24, narrowest: 24 })
      .describe('Of a bridge on each server that leads nowhere but out, by NAT; the same on all, a /24.'),
    vpn: range.describe('What administrators get.'),
    pods: range,
    services: range,
    bridges: z.strictObject({ public: bridge, private: bridge, egress: bridge }),
  })
  .describe('Address plan; the ranges must not overlap.');

const vpn = z.strictObject({
  host: check.hostName.describe('DNS name of the machine `vpn`.'),
  port: z.int().min(1024).max(65535).describe('UDP.'),
  administrators: z.array(check.label).min(1).describe('Each gets a certificate.'),
  revoked: z.array(check.label).describe('Whose certificates count no more.'),
  bootstrap: someClients
    .optional()
    .describe(
      'Who reaches SSH of the machine `vpn` from outside, e.g. until the first certificate works; left out: nobody.',
    ),
});

export const onOwnMachines = z.strictObject({
  proxmox: z
    .strictObject({
      templateNode: check.label.describe('Server that has the template.'),
      templateId: machineId.describe('Template made from the cloud image of Ubuntu 24.04.'),
      datastore,
      user: login,
      sshKeys: z.array(sshKey).min(1).describe('Public keys of those who operate it.'),
      nameServers: z.array(address).min(1),
      timeServers: z.array(check.hostName).min(1),
      deletionProtection: z.boolean().describe('While true, Terraform and Proxmox refuse to remove the machines.'),
    })
    .describe('Proxmox VE. Credentials come from the variables of the provider, PROXMOX_VE_*.'),
  servers: z.record(check.label, server),
  quorumDevice: z
    .strictObject({ address, province })
    .describe('A small machine elsewhere, which votes when half of the servers are away.'),
  network,
  machines: z.record(check.label, machine),
  kubernetes: z.strictObject({
    endpoint: check.hostName.describe(
      'DNS name of the API server; resolves to the load balancer for machines and VPN.',
    ),
    backupsKept: z.int().min(24).max(1000).describe('Hourly copies of etcd on each control plane.'),
  }),
  delivery: z
    .strictObject({
      manifests: z
        .url({ protocol: /^https$/, error: "an https URL of a project in GitLab's API" })
        .describe('Protected project with what a synth made, a folder for each environment: what Spinnaker applies.'),
    })
    .describe('How versions come to the environments.'),
  storage: z
    .enum(['linstor', 'gluster'])
    .describe(
      'linstor: DRBD by the Piraeus operator. gluster: GlusterFS over NFS, which nobody upstream maintains for Kubernetes.',
    ),
  vpn,
  tools: z.strictObject(
    Object.fromEntries(toolNames.map((name) => [name, z.boolean()])) as Record<ToolName, z.ZodBoolean>,
  ),
});

type ToolName = (typeof toolNames)[number];

export type OnOwnMachinesConfig = z.infer<typeof onOwnMachines>;
export type MachineConfig = OnOwnMachinesConfig['machines'][string];
export type ServerConfig = OnOwnMachinesConfig['servers'][string];
