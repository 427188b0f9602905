import type { Subject } from '../shown';

export const shows: readonly Subject[] = [
  'app',
  'files',
  'images that are built here',
  'most of a cloud',
  'Proxmox',
  'tasks',
  'volumes',
  'Prometheus',
];
