import { z } from 'zod';
import { environment } from '../system';
import { images, reference } from '../versions';
import { everywhere } from './schema';

const schema = z.strictObject(everywhere);

/** In a cluster that is there already. */
export const onCluster = environment({
  schema,
  halves: ['kubernetes'],
  rules: [],
  record: {
    host: 'new-system.example.com',
    workloads: { web: { image: reference(images.nginx), replicas: 2 } },
  },
});
