import { amount, fromTo, keyOf } from '../values';
import type { Look } from './look';
import { costly } from './resources';

/** What is paid by size or by number. */
const sizes = new Set([
  ...['machine_type', 'instance_type', 'tier', 'node_type', 'availability_type', 'multi_az', 'cores', 'dedicated'],
  ...['disk_size', 'disk_size_gb', 'disk_type', 'volume_size', 'volume_type', 'size', 'iops', 'throughput'],
  ...['allocated_storage', 'storage', 'retention_in_days'],
  ...['node_count', 'initial_node_count', 'min_node_count', 'max_node_count'],
  ...['total_min_node_count', 'total_max_node_count', 'shard_count', 'replica_count'],
  ...['min_instance_count', 'max_instance_count', 'manual_instance_count', 'min_replicas', 'max_replicas'],
  ...['replicas', 'minReplicas', 'maxReplicas'],
]);
const REQUESTS = /resources\.requests\.(cpu|memory|storage)$/;

/** What changes the bill: from what to what, no prices. */
export const moneyDanger: Look = ({ thing, verb, differences }) => {
  if (verb === 'added' && costly.has(thing.kind)) return ['costs from then on'];
  return differences
    .filter(
      ({ path }) =>
        REQUESTS.test(path.join('.')) ||
        (sizes.has(path.at(-1) ?? '') && (thing.half === 'terraform' || path[0] === 'spec')),
    )
    .filter((difference) => difference.before !== undefined || difference.after !== undefined)
    .map((difference) => `${keyOf(difference)} ${fromTo(difference)}${rises(difference) ? '' : ' (less)'}`);
};

function rises({ before, after }: { before?: unknown; after?: unknown }): boolean {
  const [was, is] = [amount(before), amount(after)];
  return Number.isNaN(was) || Number.isNaN(is) || is >= was;
}
