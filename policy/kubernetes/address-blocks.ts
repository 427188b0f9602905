import { contains, overlap } from '../../config/ranges';
import { list } from '../../model/blocks';
import { type Peer, peersOf } from '../../model/edges/peers';
import { nameOf } from '../../model/objects';
import type { View } from '../../model/view';
import type { Rule, Violation } from '../rule';

type Block = NonNullable<Peer['ipBlock']>;

/** Where clusters and the networks around them have their addresses: RFC 1918, RFC 6598, and links. */
const PRIVATE = ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'];

const addressBlocks: Rule = {
  id: 'address-blocks',
  protects:
    'A NetworkPolicy lets through the same packets whatever enforces it: to Cilium, no block holds a pod or a node.',
  mend: 'Name pods by their labels; "anyone" is a rule with ports and no peer, "the internet" a block without the private ranges.',
  link: 'https://docs.cilium.io/en/stable/network/kubernetes/policy/',
  check: (view) => [
    ...blocks(view)
      .filter(([, block]) => meansAnyone(block))
      .map(([object, { cidr }]) => ({
        object,
        detail: `names ${cidr}, which holds the cluster's own addresses for one network plugin and not for the other`,
      })),
    ...view.halves.flatMap(inCluster),
  ],
};

function blocks(view: View): [object: string, Block][] {
  return view
    .ofKind('NetworkPolicy')
    .flatMap((policy) =>
      peersOf(policy).flatMap(({ ipBlock }): [string, Block][] => (ipBlock ? [[nameOf(policy), ipBlock]] : [])),
    );
}

/** Whether a block spans public and private addresses alike. */
function meansAnyone({ cidr, except = [] }: Block): boolean {
  // No cluster here has IPv6 addresses to leave out.
  if (cidr.includes(':')) return cidr.endsWith('/0');
  return PRIVATE.some(
    (range) => overlap(range, cidr) && !contains(range, cidr) && !except.some((left) => contains(left, range)),
  );
}

/** Blocks in the ranges that nodes and pods of a GKE cluster take their addresses from. */
function inCluster(both: View): Violation[] {
  const ranges = both.resources('google_compute_subnetwork').flatMap(({ address, body }) =>
    [body, ...list<typeof body>(body.secondary_ip_range)].map(({ ip_cidr_range }) => ({
      cidr: String(ip_cidr_range),
      address,
    })),
  );
  return blocks(both).flatMap(([object, { cidr }]) =>
    ranges
      .filter((range) => !cidr.includes(':') && contains(range.cidr, cidr))
      .map((range) => ({
        object,
        detail: `names ${cidr}, where ${range.address} has nodes, pods or Services (${range.cidr}): GKE Dataplane V2 lets none of them through`,
        other: range.address,
      })),
  );
}

export const addressRules: readonly Rule[] = [addressBlocks];
