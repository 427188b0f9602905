import { sharedCluster } from '../laptop/facts';
import { environment } from '../system';
import { rules } from './rules';
import { schema } from './schema';

/** On a laptop, all of it: one command makes the cluster, the mesh and the app. */
export const local = environment({
  schema,
  halves: ['terraform', 'kubernetes'],
  rules,
  record: {
    host: 'flask-mesh.localhost',
    cluster: sharedCluster,
    flask: { nodePort: 30762 },
    workloads: { 'flask-app': { image: 'flask-app:1.0.0', replicas: 2 } },
    postgres: { storage: '1Gi', backups: { schedule: '30 2 * * *', retained: 7, storage: '1Gi' } },
    monitoring: { retentionDays: 2, storage: '2Gi', grafanaStorage: '1Gi', tracedPercent: 100 },
  },
});
