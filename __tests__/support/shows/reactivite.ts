import type { Subject } from '../shown';

export const shows: readonly Subject[] = [
  'app',
  'app contract',
  'configuration in the README',
  'contracts of Google Cloud',
  'custom objects',
  'edges of every kind',
  'host agent',
  'images that are built here',
  'objects of local alone',
  'own name in both halves',
  'tasks',
  'volumes',
  'Prometheus',
  'Vault',
];
