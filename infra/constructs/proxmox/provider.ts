import { TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';
import { PROXMOX_PROVIDER } from './release';

/**
 * Proxmox VE. Where it is and who one is there come from the provider's own variables alone, `PROXMOX_VE_ENDPOINT` and
 * `PROXMOX_VE_API_TOKEN`, so that no configuration holds them.
 * https://registry.terraform.io/providers/bpg/proxmox/0.111.1/docs#environment-variables
 */
export class ProxmoxProvider extends TerraformProvider {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      terraformResourceType: 'proxmox',
      terraformProviderSource: PROXMOX_PROVIDER.source,
      terraformGeneratorMetadata: { providerName: 'proxmox', providerVersion: PROXMOX_PROVIDER.version },
    });
  }
}
