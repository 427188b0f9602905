import type { Subject } from '../shown';

export const shows: readonly Subject[] = [
  'app',
  'app contract',
  'apps of one lock file',
  'files',
  'images that are built here',
  'most of a cloud',
  'Proxmox',
  'tasks',
  'volumes',
  'Prometheus',
];
