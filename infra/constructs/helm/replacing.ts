import type { Table } from '../argument';

export const helmReplacing: Table = {
  helm_release: ['name', 'namespace'],
};
