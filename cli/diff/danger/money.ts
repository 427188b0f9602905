import { amount, fromTo, keyOf } from '../values';
import type { Look } from './look';

/** What is paid by size or by number. */
const SIZES =
  /^(machine_type|instance_type|tier|node_type|availability_type|disk_size|disk_size_gb|volume_size|size|min_node_count|max_node_count|total_min_node_count|total_max_node_count|node_count|initial_node_count|min_instance_count|max_instance_count|manual_instance_count|min_replicas|max_replicas|shard_count|replica_count|storage|replicas|minReplicas|maxReplicas|multi_az|cores|dedicated|disk_type|volume_type|iops|throughput|allocated_storage|retention_in_days)$/;
const REQUESTS = /resources\.requests\.(cpu|memory|storage)$/;
/** Resources that cost something while they stand. */
const COSTLY =
  /^(google_(sql_database_instance|container_(cluster|node_pool)|memorystore_instance|compute_(global_forwarding_rule|router_nat|disk|instance)|cloud_run_v2_worker_pool|gke_backup_backup_plan)|aws_(instance|lb|nat_gateway|db_instance|eip)|proxmox_virtual_environment_vm)$/;

/** What changes the bill: from what to what, no prices. */
export const moneyDanger: Look = ({ thing, verb, differences }) => {
  if (verb === 'added' && COSTLY.test(thing.kind)) return ['costs from then on'];
  return differences
    .filter(({ path }) => REQUESTS.test(path.join('.')) || (SIZES.test(path.at(-1) ?? '') && path[0] !== 'metadata'))
    .filter((difference) => difference.before !== undefined || difference.after !== undefined)
    .map((difference) => `${keyOf(difference)} ${fromTo(difference)}${rises(difference) ? '' : ' (less)'}`);
};

function rises({ before, after }: { before?: unknown; after?: unknown }): boolean {
  const [was, is] = [amount(before), amount(after)];
  return Number.isNaN(was) || Number.isNaN(is) || is >= was;
}
