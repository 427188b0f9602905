import type { Subject } from '../shown';

export const shows: readonly Subject[] = ['app', 'files', 'images that are built here', 'Proxmox', 'tasks', 'volumes'];
