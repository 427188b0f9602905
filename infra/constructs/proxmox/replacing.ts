export const proxmoxReplacing: Readonly<Record<string, readonly string[]>> = {
  proxmox_virtual_environment_vm: ['clone', 'vm_id'],
};
