/** The release of the provider that the binding in `vm-resource.ts` was written for. */
export const PROXMOX_PROVIDER = { source: 'bpg/proxmox', version: '0.111.1' } as const;
