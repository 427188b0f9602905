import { z } from 'zod';
import { sharedCluster } from '../laptop/facts';
import { cluster } from '../laptop/values';
import { environment } from '../system';
import { images, reference } from '../versions';
import { everywhere } from './schema';

const schema = z.strictObject({ ...everywhere, cluster });

export type LaptopConfig = z.infer<typeof schema>;

/** On a laptop: k3d, no cloud account. */
export const laptop = environment({
  schema,
  halves: ['terraform', 'kubernetes'],
  rules: [],
  record: {
    host: 'new-system.localhost',
    workloads: { web: { image: reference(images.nginx), replicas: 1 } },
    cluster: sharedCluster,
  },
});
