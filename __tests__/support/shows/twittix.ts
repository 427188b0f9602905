import type { Subject } from '../shown';

export const shows: readonly Subject[] = ['app', 'files', 'Proxmox'];
