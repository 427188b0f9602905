import type { Table } from '../argument';

export const proxmoxReplacing: Table = {
  proxmox_virtual_environment_vm: ['clone', 'vm_id'],
};
