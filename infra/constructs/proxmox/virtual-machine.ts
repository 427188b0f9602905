import { Construct } from 'constructs';
import { VmResource } from './vm-resource';

/** What a machine starts from: a template with cloud-init, whose disk is `scsi0`. */
export interface Template {
  /** Node of Proxmox that has it. */
  readonly node: string;
  readonly id: number;
}

export interface NetworkCard {
  /** Bridge of Proxmox, e.g. `vmbr1`. */
  readonly bridge: string;
  /** The machine's own, fixed. */
  readonly address: string;
  /** Length of the network part. */
  readonly prefix: number;
  /** Where the default route leads. @default not through this card */
  readonly gateway?: string | undefined;
  /** That which the owner of the network gave to the address. @default Proxmox makes one up */
  readonly mac?: string | undefined;
}

export interface VirtualMachineProps {
  /** Also its host name. */
  readonly name: string;
  readonly description?: string;
  readonly id: number;
  /** Node of Proxmox that runs it. */
  readonly node: string;
  /** Looked at once: a newer template never replaces a machine that runs. */
  readonly template: Template;
  readonly cpus: number;
  readonly memoryMiB: number;
  /** At least that of the template. It can grow later, never shrink. */
  readonly diskGb: number;
  /** A second disk, empty, `scsi1`. It can grow later, never shrink. @default none */
  readonly dataGb?: number | undefined;
  readonly datastore: string;
  /** Its network cards by name, in the order of `net0`, `net1`... */
  readonly networks: Readonly<Record<string, NetworkCard>>;
  /** Whether Proxmox's firewall stands before every card; its rules are not made here. @default none does */
  readonly firewall?: boolean;
  readonly nameServers: readonly string[];
  /** Who logs in, by these keys alone. */
  readonly user: string;
  readonly sshKeys: readonly string[];
  readonly tags: readonly string[];
  /** While true, Terraform refuses any plan that destroys the machine, and Proxmox refuses to remove it. */
  readonly deletionProtection: boolean;
}

/** A virtual machine on Proxmox VE, cloned from a template and set up by cloud-init: fixed addresses, no password. */
export class VirtualMachine extends Construct {
  constructor(scope: Construct, id: string, props: VirtualMachineProps) {
    super(scope, id);
    const { name, description, datastore, dataGb, deletionProtection } = props;
    const cards = Object.values(props.networks);
    new VmResource(
      this,
      'Resource',
      {
        name,
        description,
        tags: [...props.tags].sort(),
        node_name: props.node,
        vm_id: props.id,
        clone: { vm_id: props.template.id, node_name: props.template.node, full: true },
        // The least that RHEL 9 and its kin start on; the provider's own choice is less.
        // https://developers.redhat.com/blog/2021/01/05/building-red-hat-enterprise-linux-9-for-the-x86-64-v2-microarchitecture-level
        cpu: { cores: props.cpus, type: 'x86-64-v2-AES' },
        memory: { dedicated: props.memoryMiB },
        operating_system: { type: 'l26' },
        scsi_hardware: 'virtio-scsi-single',
        disk: [props.diskGb, ...(dataGb === undefined ? [] : [dataGb])].map((size, i) => ({
          interface: `scsi${i}`,
          datastore_id: datastore,
          size,
          discard: 'on',
          iothread: true,
        })),
        network_device: cards.map(({ bridge, mac: mac_address = null }) => ({
          ...CARD,
          bridge,
          mac_address,
          firewall: props.firewall ?? null,
        })),
        initialization: {
          datastore_id: datastore,
          dns: { servers: props.nameServers },
          // One for each card, in the same order.
          ip_config: cards.map(({ address, prefix, gateway }) => ({
            ipv4: { address: `${address}/${prefix}`, gateway },
          })),
          user_account: { username: props.user, keys: props.sshKeys },
        },
        // Shuts the machine down, and holds its disks still for a backup. Its addresses are known without it.
        agent: { enabled: true, timeout: '5m', wait_for_ip: { disabled: true } },
        // Cloud images write what they do while they boot to a serial console, and some do not boot without one.
        serial_device: [{ device: 'socket' }],
        started: true,
        on_boot: true,
        protection: deletionProtection,
      },
      { lifecycle: { ignoreChanges: ['clone'], preventDestroy: deletionProtection } },
    );
  }
}

/** A card as the provider has it when nobody says otherwise. */
const CARD = {
  model: 'virtio',
  enabled: null,
  disconnected: null,
  firewall: null,
  mac_address: null,
  mtu: null,
  queues: null,
  rate_limit: null,
  trunks: null,
  vlan_id: null,
} as const;
