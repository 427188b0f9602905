import type { Subject } from '../shown';

export const shows: readonly Subject[] = [
  'app',
  'app contract',
  'contracts of K3s',
  'images that are built here',
  'tasks',
  'volumes',
];
