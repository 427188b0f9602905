import { type TerraformMetaArguments, TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import { PROXMOX_PROVIDER } from './release';

/**
 * The arguments of a virtual machine that we use, as the provider spells them. No binding of it is published; a test
 * holds this one against an extract of the provider's own schema.
 * https://registry.terraform.io/providers/bpg/proxmox/0.111.1/docs/resources/virtual_environment_vm
 */
export interface VmArguments {
  readonly name: string;
  readonly description?: string | undefined;
  readonly tags: readonly string[];
  readonly node_name: string;
  readonly vm_id: number;
  readonly clone: { readonly vm_id: number; readonly node_name: string; readonly full: boolean };
  readonly cpu: { readonly cores: number; readonly type: string };
  /** In MiB. */
  readonly memory: { readonly dedicated: number };
  readonly operating_system: { readonly type: string };
  readonly scsi_hardware: string;
  readonly disk: readonly {
    readonly interface: string;
    readonly datastore_id: string;
    /** In GiB. */
    readonly size: number;
    readonly discard: string;
    readonly iothread: boolean;
  }[];
  readonly network_device: readonly NetworkDevice[];
  readonly initialization: {
    readonly datastore_id: string;
    readonly dns: { readonly servers: readonly string[] };
    readonly ip_config: readonly {
      readonly ipv4: { readonly address: string; readonly gateway?: string | undefined };
    }[];
    readonly user_account: { readonly username: string; readonly keys: readonly string[] };
  };
  readonly agent: {
    readonly enabled: boolean;
    readonly timeout: string;
    readonly wait_for_ip: { readonly disabled: boolean };
  };
  readonly serial_device: readonly { readonly device: string }[];
  readonly started: boolean;
  readonly on_boot: boolean;
  readonly protection: boolean;
}

/**
 * The schema has these as an attribute, not as a block: in JSON each must say all that there is, or null.
 * https://developer.hashicorp.com/terraform/language/attr-as-blocks
 */
interface NetworkDevice {
  readonly bridge: string;
  readonly model: string;
  readonly enabled: boolean | null;
  readonly disconnected: boolean | null;
  readonly firewall: boolean | null;
  readonly mac_address: string | null;
  readonly mtu: number | null;
  readonly queues: number | null;
  readonly rate_limit: number | null;
  readonly trunks: string | null;
  readonly vlan_id: number | null;
}

/** `proxmox_virtual_environment_vm`. */
export class VmResource extends TerraformResource {
  static readonly TYPE = 'proxmox_virtual_environment_vm';

  constructor(
    scope: Construct,
    id: string,
    private readonly made: VmArguments,
    meta: TerraformMetaArguments = {},
  ) {
    super(scope, id, {
      ...meta,
      terraformResourceType: VmResource.TYPE,
      terraformGeneratorMetadata: { providerName: 'proxmox', providerVersion: PROXMOX_PROVIDER.version },
    });
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { ...this.made };
  }
}
