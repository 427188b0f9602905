import type { Subject } from '../shown';

export const shows: readonly Subject[] = ['app', 'files', 'metrics of Google Cloud', 'most of a cloud', 'Proxmox'];
