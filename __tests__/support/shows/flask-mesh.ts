import type { Subject } from '../shown';

export const shows: readonly Subject[] = [
  'app',
  'app contract',
  'images that are built here',
  'objects of local alone',
  'tasks',
  'volumes',
  'Prometheus',
];
