import { at, list } from '../../model/blocks';
import { nameOf } from '../../model/objects';
import type { View } from '../../model/view';
import { throughIngresses } from '../kubernetes/hops';
import type { Rule } from '../rule';
import { trustedProxiesOf } from '../servers';
import { contract, nobody } from './contract';

/** The ranges from which a cluster on Google Cloud gives addresses to pods. */
function podRanges(both: View): string[] {
  const names = both
    .resources('google_container_cluster')
    .map(({ body }) => at(body, 'ip_allocation_policy.cluster_secondary_range_name'));
  return both.resources('google_compute_subnetwork').flatMap(({ body }) =>
    list<{ range_name: string; ip_cidr_range: string }>(body.secondary_ip_range)
      .filter(({ range_name }) => names.includes(range_name))
      .map(({ ip_cidr_range }) => ip_cidr_range),
  );
}

const proxyRange = contract(
  {
    id: 'proxy-range',
    protects:
      'Apps believe the ingress controller, whose pods have their addresses from the range that the network plans.',
    link: 'https://www.uvicorn.org/settings/#http',
  },
  (both) => {
    const ranges = podRanges(both);
    if (ranges.length === 0) return [];
    return throughIngresses(both).flatMap(({ pod, container, caller }) =>
      (trustedProxiesOf(container) ?? [])
        .filter((range) => !(caller.ranges ?? ranges).includes(range))
        .map((range) =>
          nobody(
            { object: nameOf(pod.owner), field: `the range that ${container.name} believes`, value: range },
            caller.ranges
              ? `the load balancer connects from ${caller.ranges.join(', ')}`
              : `the range of pods is ${ranges.join(', ')}`,
          ),
        ),
    );
  },
);

export const proxyContracts: readonly Rule[] = [proxyRange];
